import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchContext } from '../bench-context.ts';
import { enqueue, makeFilm, untilMade } from '../film.ts';
import { ProcessUsage } from '../process-usage.ts';
import { startProduct, upload, type Product } from '../servers/product.ts';
import { median, quantile } from '../statistics.ts';
import type { Row } from '../table.ts';

const MOST_WALL_RATIO = 1.05;
const MOST_MS_TO_START = 100;
/** That of the server's own runs. */
const NICENESS = '10';

interface Run {
  /** Wall clock, s. */
  readonly seconds: number;
  /** CPU time of ffmpeg, s. */
  readonly cpu: number;
}

/** A film transcoded through the queue, against the same ffmpeg command run by itself; and how soon an idle worker begins. */
export async function videoQueue({ directory, quick }: BenchContext): Promise<readonly Row[]> {
  await using product = await startProduct(directory, 'queue-product', {
    MAX_FILE_SIZE_MB: '2000',
  });
  const seconds = quick ? 10 : 60;
  const film = { name: 'film.mp4', width: 1920, height: 1080, seconds };
  await upload(product, await makeFilm(directory, film));
  const queued: Run[] = [];
  const bare: Run[] = [];
  for (let round = 0; round < (quick ? 2 : 3); round++) {
    const { run, command } = await runQueued(product, `/t/w_1280,q_${60 + round}/film.mp4`);
    queued.push(run);
    bare.push(await runBare(command, join(directory, 'bare.mp4')));
  }
  const wall = (runs: readonly Run[]) => median(runs.map((run) => run.seconds));
  const cpu = (runs: readonly Run[]) => median(runs.map((run) => run.cpu)).toFixed(1);
  return [
    {
      what: `${seconds} s of 1080p through the queue`,
      figure: wall(queued),
      unit: 's',
      baseline: { name: 'ffmpeg', figure: wall(bare) },
      bound: { of: 'ratio', kind: 'less than', value: MOST_WALL_RATIO },
      note: `CPU of ffmpeg: ${cpu(queued)} s, by itself ${cpu(bare)} s`,
    },
    await timeToStart(product, directory, quick ? 10 : 30),
  ];
}

/** Transcodes through the queue, from the request to the end of the job; and tells the command that did it. */
async function runQueued(
  product: Product,
  path: string,
): Promise<{ readonly run: Run; readonly command: readonly string[] }> {
  const cpuBefore = await product.usage.childCpuSeconds();
  const asked = Date.now();
  const jobId = await enqueue(product, path);
  const [{ completed }, command] = await Promise.all([untilMade(product, jobId), ffmpegCommand()]);
  const cpu = (await product.usage.childCpuSeconds()) - cpuBefore;
  return { run: { seconds: (completed - asked) / 1000, cpu }, command };
}

/** The words of the ffmpeg that reads this benchmark's film. */
async function ffmpegCommand(): Promise<readonly string[]> {
  for (;;) {
    for (const pid of await readdir('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const words = text.split('\0').slice(0, -1);
      if (words[0]?.endsWith('/ffmpeg') === true && text.includes('queue-product-data'))
        return words;
    }
    await new Promise((next) => setTimeout(next, 10));
  }
}

async function runBare([program = '', ...words]: readonly string[], target: string): Promise<Run> {
  const self = new ProcessUsage(process.pid);
  const cpuBefore = await self.childCpuSeconds();
  const startedAt = performance.now();
  await promisify(execFile)('nice', ['-n', NICENESS, program, ...words.slice(0, -1), target]);
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, cpu: (await self.childCpuSeconds()) - cpuBefore };
}

/** From a job in line to a worker that has taken it, one job at a time. */
async function timeToStart(product: Product, directory: string, jobs: number): Promise<Row> {
  await upload(
    product,
    await makeFilm(directory, { name: 'short.mp4', width: 160, height: 90, seconds: 1 }),
  );
  const waits: number[] = [];
  for (let index = 0; index < jobs; index++) {
    const jobId = await enqueue(product, `/t/w_${40 + 2 * index}/short.mp4`);
    const { created, started } = await untilMade(product, jobId);
    waits.push(started - created);
  }
  return {
    what: 'a job in line until an idle worker begins',
    figure: median(waits),
    unit: 'ms',
    bound: { of: 'figure', kind: 'less than', value: MOST_MS_TO_START },
    note: `nine of ten within ${quantile(waits, 0.9)} ms`,
  };
}
