import { join } from 'node:path';
import type { BenchContext } from '../bench-context.ts';
import { startChildServer, type ChildServer } from '../child-server.ts';
import { drive, fetchOnce, type TimedLoadResult } from '../load.ts';
import { startProduct, upload } from '../servers/product.ts';
import { distinctSize } from '../sizes.ts';
import { median, quantile } from '../statistics.ts';
import type { Row } from '../table.ts';
import { inTurns } from '../turns.ts';

const FORMATS = ['jpeg', 'webp', 'avif'] as const;
const CONCURRENCIES = [1, 2, 8];
/** Where the demanded ratio to bare sharp is asked for. */
const BOUND_AT = 8;
const LEAST_RATIO = 0.95;
const QUALITY = 80;
const AVIF_QUALITY = 50;
const WARM_UP_SIZE = { width: 500, height: 250 };
const MIB = 1024 * 1024;

type Format = (typeof FORMATS)[number];

interface Subject {
  readonly name: string;
  readonly server: ChildServer;
  /** The URL of one render. */
  readonly path: (format: Format, file: string, size: Size) => string;
}

type Size = ReturnType<typeof distinctSize>;

/** Cold renders to about 500 × 333 px, against node:http + sharp and against IPX: same files, sizes and qualities. */
export async function renders(context: BenchContext): Promise<readonly Row[]> {
  const { directory, inputs, quick } = context;
  await using product = await startProduct(directory, 'renders-product');
  for (const { name } of inputs.photographs) await upload(product, join(inputs.directory, name));
  await using bare = await startBaseline('bare-sharp', context);
  await using ipx = await startBaseline('ipx', context);
  const subjects = [
    { name: 'Openinary', server: product, path: productPath },
    { name: 'node:http + sharp', server: bare, path: barePath },
    { name: 'IPX', server: ipx, path: ipxPath },
  ];
  const measurement = new Measurement(subjects, quick ? 2 : 3, quick ? 0.6 : 1.2);
  const rows: Row[] = [];
  for (const { name, megapixels } of quick ? inputs.photographs.slice(0, 1) : inputs.photographs) {
    for (const format of FORMATS) {
      const sizes = await measurement.warmUp(format, name);
      for (const concurrency of quick ? [BOUND_AT] : CONCURRENCIES) {
        const what = `render ${megapixels} MP → ${format.toUpperCase()}, c=${concurrency}`;
        rows.push(...(await measurement.rows(what, format, name, concurrency, sizes)));
      }
    }
  }
  return [...rows, ...(await memoryRows(subjects))];
}

/** Asks all subjects for the same renders, in turns. */
class Measurement {
  private readonly subjects: readonly Subject[];
  private readonly rounds: number;
  private readonly seconds: number;
  private readonly asked = new Map<string, number>();

  constructor(subjects: readonly Subject[], rounds: number, seconds: number) {
    this.subjects = subjects;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** Renders for a moment, till code is compiled, and says how large results are: it shows that the work is the same. */
  async warmUp(format: Format, file: string): Promise<string> {
    const sizes: string[] = [];
    for (const { name, server, path } of this.subjects) {
      const answer = await fetchOnce(`${server.url}${path(format, file, WARM_UP_SIZE)}`);
      sizes.push(`${name} ${(answer.size / 1000).toFixed(1)} KB`);
      await this.load({ name, server, path }, format, file, BOUND_AT);
    }
    return sizes.join(', ');
  }

  async rows(
    what: string,
    format: Format,
    file: string,
    concurrency: number,
    sizes: string,
  ): Promise<readonly Row[]> {
    const results = await inTurns(this.subjects, this.rounds, (subject) =>
      this.load(subject, format, file, concurrency),
    );
    const [product = [], bare = [], ipx = []] = results;
    const figure = rateOf(product);
    const bounded = concurrency === BOUND_AT;
    return [
      {
        what,
        figure,
        unit: '/s',
        baseline: { name: 'node:http + sharp', figure: rateOf(bare) },
        ...(bounded && { bound: { of: 'ratio', kind: 'at least', value: LEAST_RATIO } as const }),
        note: `${timesOf(product)}; sharp ${timesOf(bare)}; ${sizes}`,
      },
      {
        what,
        figure,
        unit: '/s',
        baseline: { name: 'IPX', figure: rateOf(ipx) },
        bound: { of: 'ratio', kind: 'more than', value: 1 },
        note: `IPX ${timesOf(ipx)}`,
      },
    ];
  }

  private load(
    { name, server, path }: Subject,
    format: Format,
    file: string,
    concurrency: number,
  ): Promise<TimedLoadResult> {
    const paths = this.paths(`${name} ${format} ${file}`, (size) => path(format, file, size));
    return drive(server, paths, concurrency, this.seconds);
  }

  /** Paths of renders that have not been asked for; each subject gets the same ones in the same order. */
  private *paths(counter: string, path: (size: Size) => string): Generator<string, undefined> {
    for (;;) {
      const index = this.asked.get(counter) ?? 0;
      this.asked.set(counter, index + 1);
      yield path(distinctSize(index));
    }
  }
}

async function memoryRows(subjects: readonly Subject[]): Promise<readonly Row[]> {
  const [product, ...baselines] = await Promise.all(
    subjects.map(async ({ name, server }) => ({ name, peak: (await server.usage.peak()) / MIB })),
  );
  return baselines.map(({ name, peak }) => ({
    what: 'peak memory of these renders',
    figure: product?.peak ?? Number.NaN,
    unit: 'MiB',
    baseline: { name, figure: peak },
  }));
}

function startBaseline(name: string, { directory, inputs }: BenchContext): Promise<ChildServer> {
  const script = join(import.meta.dirname, `../servers/${name}.ts`);
  return startChildServer({ name, directory, command: [script, inputs.directory] });
}

const qualityOf = (format: Format) => (format === 'avif' ? AVIF_QUALITY : QUALITY);

function productPath(format: Format, file: string, { width, height }: Size): string {
  return `/t/w_${width},h_${height},c_fill,q_${qualityOf(format)},f_${format}/${file}`;
}

function barePath(format: Format, file: string, { width, height }: Size): string {
  return `/${format}/${qualityOf(format)}/${width}/${height}/${file}`;
}

function ipxPath(format: Format, file: string, { width, height }: Size): string {
  return `/f_${format},q_${qualityOf(format)},s_${width}x${height},fit_cover/${file}`;
}

function rateOf(results: readonly TimedLoadResult[]): number {
  return median(results.map(({ rate }) => rate));
}

function timesOf(results: readonly TimedLoadResult[]): string {
  const latencies = results.flatMap((result) => result.latencies);
  const cpu = median(results.map(({ cpuPerAnswer }) => cpuPerAnswer)) / 1000;
  const [p50, p95] = [quantile(latencies, 0.5), quantile(latencies, 0.95)];
  return `p50 ${p50.toFixed(0)} p95 ${p95.toFixed(0)} CPU ${cpu.toFixed(1)} ms`;
}
