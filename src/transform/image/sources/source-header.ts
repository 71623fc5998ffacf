import { open } from 'node:fs/promises';
import { rememberedHeader } from './header-memory.js';
import {
  damagedImage,
  readingFailure,
  tooManyFrames,
  tooManyPages,
  tooManyPixels,
  unreadableSamples,
} from '../image-errors.js';
import type { ImageSource, SourceHeader } from './image-source.js';
import { readPsdHeader } from './psd-header.js';
import { sharp } from '../vips.js';

export type { SourceHeader } from './image-source.js';

/** What a source may measure. */
export interface SourceLimits {
  /** Pixels of all decoded frames together. */
  readonly maxPixels: number;
  readonly maxFrames: number;
}

/** The formats that are opened; `heif` is AVIF here. */
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff', 'svg']);

/** libvips' names of what is grey or has 16-bit samples. */
const OTHER_SPACES: ReadonlySet<string> = new Set(['b-w', 'grey16', 'rgb16']);

/** Pages of a document: as many as can be asked for. */
const MOST_PAGES = 10_000;

/** libvips' names of samples of 8 and 16 bits; what others mean, but for scRGB, no two programs agree on. */
const DEPTHS: ReadonlySet<string> = new Set(['uchar', 'ushort']);

/**
 * Reads the header alone, once for the same content.
 * @param page 0-based: the one whose size is told.
 * @throws {DomainError} `unprocessable-asset` for anything that is no image.
 */
export function readHeader(source: ImageSource, page = 0): Promise<SourceHeader> {
  return rememberedHeader(source, page, () => readFile(source, page));
}

async function readFile(source: ImageSource, page: number): Promise<SourceHeader> {
  if (source.mediaType.extensions.includes('psd')) return readPsdSource(source.file);
  const metadata = await sharp(source.data ?? source.file, {
    limitInputPixels: false,
    failOn: 'error',
    ...(page > 0 && { page, pages: 1 }),
  })
    .metadata()
    .catch((error: unknown) => {
      throw readingFailure(error);
    });
  const { format, width, height, orientation, hasAlpha, pages, delay, loop, exif } = metadata;
  const { depth, hasProfile, space } = metadata;
  // A drawing under another name has not been weighed.
  const disguised = format === 'svg' && source.mediaType.contentType !== 'image/svg+xml';
  if (!FORMATS.has(format) || disguised || width < 1 || height < 1) {
    throw damagedImage();
  }
  // Each is looked for anew with every render; the frames of an animation are not.
  if (format === 'tiff' && (pages ?? 1) > MOST_PAGES) throw tooManyPages(pages ?? 1, MOST_PAGES);
  if (!DEPTHS.has(depth) && space !== 'scrgb') throw unreadableSamples(depth);
  return {
    format,
    width,
    height,
    hasAlpha,
    pages: pages ?? 1,
    deepColour: depth === 'ushort' && hasProfile,
    needsRgb: OTHER_SPACES.has(space),
    ...(orientation !== undefined && { orientation }),
    ...(delay && { delay }),
    ...(loop !== undefined && { loop }),
    ...(exif && { exif }),
  };
}

/** The image library knows no PSD: such a file is rendered from a working copy, and only its size is read here. */
async function readPsdSource(file: string): Promise<SourceHeader> {
  await using handle = await open(file);
  const header = await readPsdHeader(handle).catch((error: unknown) => {
    throw damagedImage(error);
  });
  if (header === undefined) throw damagedImage();
  const { width, height, transparent } = header;
  const colour = { deepColour: false, needsRgb: false };
  return { format: 'psd', width, height, hasAlpha: transparent, pages: 1, ...colour };
}

/** Whether a file's pages are frames that play. */
export function isAnimation({ format, pages }: SourceHeader): boolean {
  return pages > 1 && (format === 'gif' || format === 'webp');
}

/**
 * Refuses what would take too much memory to decode.
 * @throws {DomainError} `unprocessable-asset`
 */
export function checkPixels(header: SourceHeader, frames: number, limits: SourceLimits): void {
  if (frames > limits.maxFrames) {
    throw tooManyFrames(frames, limits.maxFrames);
  }
  const pixels = header.width * header.height * frames;
  if (pixels > limits.maxPixels) {
    throw tooManyPixels(pixels, limits.maxPixels);
  }
}
