import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import { mediaTypeOfExtension } from '../../src/assets/media-types.js';
import { Environment } from '../../src/config/environment.js';
import {
  ImageEngine,
  type FormatChoice,
  type ImageSource,
  type RenderedImage,
} from '../../src/transform/image/image-engine.js';
import { WIDEST_LIMITS } from '../../src/transform/language/limits.js';
import { parseTransformation } from '../../src/transform/language/parse.js';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'images');
const directory = mkdtempSync(join(tmpdir(), 'images-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Decoded pixels, with what a test asks of them. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Buffer;
  /** The channels of one pixel. */
  at(x: number, y: number): readonly number[];
}

/** A path in a temporary directory that goes when the file's tests are done. */
export function temporary(name: string): string {
  return join(directory, name);
}

function sourceOf(file: string): ImageSource {
  const mediaType = mediaTypeOfExtension(extname(file).slice(1));
  if (mediaType === undefined) {
    throw new Error(`${file} is of no known type`);
  }
  return { file, mediaType };
}

/** An image of test/fixtures/images. */
export function fixture(name: string): ImageSource {
  return sourceOf(join(FIXTURES, name));
}

/** Bytes as a file. */
export function written(name: string, data: Buffer | string): ImageSource {
  const file = temporary(name);
  writeFileSync(file, data);
  return sourceOf(file);
}

/** A picture drawn pixel by pixel, as a lossless file. */
export async function drawn(
  name: string,
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly number[],
): Promise<ImageSource> {
  const channels = colour(0, 0).length === 4 ? 4 : 3;
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      data.set(colour(x, y), (y * width + x) * channels);
    }
  }
  const png = await sharp(data, { raw: { width, height, channels } }).png().toBuffer();
  return written(name, png);
}

/** A picture whose pixels say where they are: red is x, green is y. At most 256 px a side. */
export function chart(width: number, height: number): Promise<ImageSource> {
  return drawn(`chart-${width}x${height}.png`, width, height, (x, y) => [x, y, 128]);
}

/** An engine with these settings instead of the defaults. */
export function engineWith(settings: Partial<Environment> = {}): ImageEngine {
  return new ImageEngine(Object.assign(new Environment(), { DATA_DIR: directory }, settings));
}

/** Renders by the text of a transformation. */
export function render(
  source: ImageSource,
  transformation: string,
  choice: FormatChoice | 'png' | 'jpeg' | 'webp' | 'avif' | 'gif' = 'png',
  engine = engineWith(),
): Promise<RenderedImage> {
  return engine.render(
    source,
    parseTransformation(transformation, WIDEST_LIMITS),
    typeof choice === 'string' ? { kind: 'fixed', format: choice } : choice,
    new AbortController().signal,
  );
}

/** Decodes to pixels; an animation to the strip of its frames. */
export async function decode(data: Buffer | string, animated = false): Promise<Pixels> {
  const { data: bytes, info } = await sharp(data, { animated })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return {
    width,
    height,
    channels,
    data: bytes,
    at: (x, y) => [...bytes.subarray((y * width + x) * channels, (y * width + x + 1) * channels)],
  };
}

/** Renders without loss, and decodes. */
export async function pixelsOf(source: ImageSource, transformation: string): Promise<Pixels> {
  return decode((await render(source, transformation, 'png')).data);
}

/** Peak signal-to-noise ratio of two pictures of one size, dB. */
export function psnr(one: Pixels, other: Pixels): number {
  const squares = one.data.reduce(
    (sum, value, index) => sum + (value - (other.data[index] ?? 0)) ** 2,
    0,
  );
  return 10 * Math.log10((255 * 255 * one.data.length) / Math.max(squares, 1e-9));
}
