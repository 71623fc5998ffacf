import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const WIDTH = 64;
const HEIGHT = 48;
const FRAME_BYTES = WIDTH * HEIGHT;

/** What ffmpeg writes to standard output. */
async function pixelsOf(words: readonly string[]): Promise<Buffer> {
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    ['-v', 'error', ...words, '-f', 'rawvideo', '-'],
    { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout;
}

/** Every picture of a video as it is displayed, small and grey. */
async function greyFrames(file: string): Promise<readonly Buffer[]> {
  const filter = `scale=${WIDTH}:${HEIGHT},format=gray`;
  const pixels = await pixelsOf(['-i', file, '-an', '-vsync', 'passthrough', '-vf', filter]);
  return Array.from({ length: Math.floor(pixels.length / FRAME_BYTES) }, (_, index) =>
    pixels.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES),
  );
}

function distance(one: Buffer, other: Buffer): number {
  let sum = 0;
  for (let index = 0; index < FRAME_BYTES; index++) {
    sum += ((one[index] ?? 0) - (other[index] ?? 0)) ** 2;
  }
  return sum;
}

/**
 * Which picture of the source each picture of a result was made of: the one it is most alike, counted from 0.
 * The pictures of the source must all differ, as those of the test clips do.
 */
export async function framesTaken(result: string, source: string): Promise<readonly number[]> {
  const [made, given] = await Promise.all([greyFrames(result), greyFrames(source)]);
  return made.map((frame) => {
    const distances = given.map((candidate) => distance(frame, candidate));
    return distances.indexOf(Math.min(...distances));
  });
}

/** How alike two videos of about one size are: the peak signal-to-noise ratio of their first picture, dB. */
export async function likeness(one: string, other: string): Promise<number> {
  const filter = `scale=${WIDTH}:${HEIGHT}:flags=area,format=rgb24`;
  const first = (file: string) => pixelsOf(['-i', file, '-vf', filter, '-frames:v', '1']);
  const [left, right] = await Promise.all([first(one), first(other)]);
  let sum = 0;
  for (let index = 0; index < left.length; index++) {
    sum += ((left[index] ?? 0) - (right[index] ?? 0)) ** 2;
  }
  return 10 * Math.log10((255 * 255 * left.length) / Math.max(sum, 1));
}

/** The colour of a place in the first picture of a video: red, green, blue. */
export async function colourAt(file: string, x: number, y: number): Promise<readonly number[]> {
  const filter = `format=rgb24,crop=2:2:${x}:${y}:exact=1,scale=1:1`;
  return [...(await pixelsOf(['-i', file, '-vf', filter, '-frames:v', '1'])).subarray(0, 3)];
}
