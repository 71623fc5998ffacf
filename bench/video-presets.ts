/**
 * Compares encoder settings for video: bytes and CPU time at equal quality. Prints the table of docs/video.md.
 *
 *     node bench/video-presets.ts [photograph.jpg]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ProcessUsage } from './process-usage.ts';

const execute = promisify(execFile);
const SECONDS = 2;
const usage = new ProcessUsage(process.pid);
const PHOTOGRAPH =
  process.argv[2] ??
  join(import.meta.dirname, '../test/fixtures/images/orientation/landscape_1.jpg');

/** Moving material of three characters, without loss. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  // A camera moves over a photograph; the film is grainy.
  photograph: [
    ...['-loop', '1', '-framerate', '30', '-i', PHOTOGRAPH, '-vf'],
    'scale=2600:-2,crop=1280:720:x=40+n*5:y=40+n*2,noise=alls=6:allf=t,format=yuv420p',
  ],
  // Fine detail that grows.
  fractal: ['-f', 'lavfi', '-i', 'mandelbrot=size=1280x720:rate=30', '-vf', 'format=yuv420p'],
  // Flat areas, text and sharp edges.
  screen: ['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=30', '-vf', 'format=yuv420p'],
};

interface Candidate {
  readonly name: string;
  readonly words: readonly string[];
  readonly factors: readonly number[];
  /** The factor that `q_auto` means; what it gives is told as it was measured. */
  readonly usual: number;
}

const X264_FACTORS = [18, 22, 27, 31, 37];
const VP9_FACTORS = [24, 30, 38, 46, 54];

const CANDIDATES: readonly Candidate[] = [
  ...['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium'].map((preset) => ({
    name: `x264 ${preset}`,
    words: ['-c:v', 'libx264', '-preset', preset],
    factors: X264_FACTORS,
    usual: 31,
  })),
  ...[8, 6, 5, 4].map((speed) => ({
    name: `VP9 cpu-used ${speed}`,
    words: [
      ...['-c:v', 'libvpx-vp9', '-b:v', '0', '-deadline', 'good', '-cpu-used', String(speed)],
      ...['-row-mt', '1', '-tile-columns', '1'],
    ],
    factors: VP9_FACTORS,
    usual: 46,
  })),
];

interface Point {
  readonly factor: number;
  /** Structural similarity as decibels: -10·log10(1 - SSIM). */
  readonly quality: number;
  readonly bytes: number;
  /** CPU time of the encoder, which other work on the machine hardly changes. */
  readonly seconds: number;
}

async function encode(source: string, candidate: Candidate, factor: number): Promise<Point> {
  const target = `${source}.${candidate.name.replace(/\W/g, '-')}.${factor}.mkv`;
  const before = await usage.childCpuSeconds();
  const coding = [...candidate.words, '-crf', String(factor), '-threads', '2'];
  await execute('ffmpeg', ['-v', 'error', '-y', '-i', source, ...coding, target]);
  const seconds = (await usage.childCpuSeconds()) - before;
  const { stderr } = await execute('ffmpeg', [
    ...['-i', target, '-i', source, '-lavfi', '[0:v][1:v]ssim', '-f', 'null', '-'],
  ]);
  const similarity = Number(/All:([\d.]+)/.exec(stderr)?.[1]);
  const { size } = await stat(target);
  await rm(target);
  return { factor, quality: -10 * Math.log10(1 - similarity), bytes: size, seconds };
}

/** Reads a curve at a place, by straight lines between its points; NaN beyond them, where nothing was measured. */
function at(points: readonly (readonly [x: number, y: number])[], x: number): number {
  const sorted = [...points].sort(([one], [other]) => one - other);
  if (x < (sorted[0]?.[0] ?? x) || x > (sorted.at(-1)?.[0] ?? x)) return Number.NaN;
  let index = 1;
  while (index < sorted.length - 1 && (sorted[index]?.[0] ?? 0) < x) index += 1;
  const [x0, y0] = sorted[index - 1] ?? [0, 0];
  const [x1, y1] = sorted[index] ?? [1, 0];
  return y0 + ((x - x0) * (y1 - y0)) / (x1 - x0);
}

/** The geometric mean. */
function mean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** What one setting gave for one source. */
interface Row {
  /** Bytes where the quality is that of the target, as a share of the target's. */
  readonly bytes: number;
  readonly factor: number;
  /** What was measured at the usual factor. */
  readonly usual: Point;
}

function rowOf(points: readonly Point[], usual: Point, target: Point): Row {
  const read = (value: (point: Point) => number) =>
    at(
      points.map((point) => [point.quality, value(point)] as const),
      target.quality,
    );
  return {
    bytes: Math.exp(read(({ bytes }) => Math.log(bytes))) / target.bytes,
    factor: read(({ factor }) => factor),
    usual,
  };
}

const percent = (value: number) => (Number.isNaN(value) ? '–' : `${Math.round(value * 100)} %`);
const ssim = ({ quality }: Point) => (1 - 10 ** (-quality / 10)).toFixed(4);

function printTable(results: ReadonlyMap<string, readonly Row[]>): void {
  const sources = Object.keys(SOURCES);
  const settings = [...results.values()];
  // A mean over other sources for each setting would compare nothing.
  const shared = sources.flatMap((_, source) =>
    settings.some((rows) => Number.isNaN(rows[source]?.bytes ?? Number.NaN)) ? [] : [source],
  );
  const head = ['settings', 'mean size', ...sources, 'factor for it', 'at', 'KB', 'SSIM', 'CPU s'];
  console.log(`Mean of ${shared.map((source) => sources[source]).join(' and ')}.\n`);
  console.log(`| ${head.join(' | ')} |`);
  console.log(`|${' --- |'.repeat(head.length)}`);
  for (const [name, rows] of results) {
    const each = (write: (row: Row) => string) => rows.map(write).join(' / ');
    const cells = [
      name,
      percent(mean(shared.map((source) => rows[source]?.bytes ?? Number.NaN))),
      ...rows.map(({ bytes }) => percent(bytes)),
      each(({ factor }) => (Number.isNaN(factor) ? '–' : factor.toFixed(0))),
      String(rows[0]?.usual.factor),
      each(({ usual }) => (usual.bytes / 1000).toFixed(0)),
      each(({ usual }) => ssim(usual)),
      each(({ usual }) => usual.seconds.toFixed(1)),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

const directory = await mkdtemp(join(tmpdir(), 'openinary-presets-'));
try {
  const results = new Map<string, Row[]>();
  for (const [name, words] of Object.entries(SOURCES)) {
    const source = join(directory, `${name}.mkv`);
    const lossless = ['-t', String(SECONDS), '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0'];
    await execute('ffmpeg', ['-v', 'error', ...words, ...lossless, source]);
    /** What is aimed at: x264 `ultrafast` at CRF 31, of each source. */
    let target: Point | undefined;
    for (const candidate of CANDIDATES) {
      const points: Point[] = [];
      for (const factor of candidate.factors) points.push(await encode(source, candidate, factor));
      const usual = points.find(({ factor }) => factor === candidate.usual);
      target ??= usual;
      if (target === undefined || usual === undefined) throw new Error('No usual factor.');
      const rows = results.get(candidate.name) ?? [];
      rows.push(rowOf(points, usual, target));
      results.set(candidate.name, rows);
    }
  }
  printTable(results);
} finally {
  await rm(directory, { recursive: true, force: true });
}
