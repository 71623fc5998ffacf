import { tooManyPixels } from '../image-errors.js';
import { sharp } from '../vips.js';
import { unreadableDrawing } from './svg-references.js';

/** Pixels of all pictures in one drawing. Each takes some ten bytes while it is drawn: unlike a photograph's, no row of them is let go before the last. */
const MOST_PIXELS = 40_000_000;
/** Pictures in one drawing. */
const MOST_PICTURES = 500;
/** How the files begin that are looked into, as Latin-1: a drawing in a drawing is none of them. */
const BEGINNINGS = [/^\x89PNG\r\n/, /^\xff\xd8\xff/, /^GIF8[79]a/, /^RIFF[^]{4}WEBP/];

/** The bytes of a `data:` URL (RFC 2397) in base64, which is what programs write. @throws {DomainError} for any other. */
function bytesOf(url: string): Buffer {
  const comma = url.indexOf(',');
  const encoded = url.slice(comma + 1);
  if (comma < 0 || comma > 200 || !/; *base64 *$/i.test(url.slice(0, comma))) {
    throw unreadableDrawing();
  }
  const plain = encoded
    .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/[ \t\r\n\f]+/g, '');
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(plain)) {
    throw unreadableDrawing();
  }
  return Buffer.from(plain, 'base64');
}

/** @throws {DomainError} for what is no PNG, JPEG, GIF or WebP. */
async function pixelsOf(bytes: Buffer): Promise<number> {
  const start = bytes.toString('latin1', 0, 16);
  if (!BEGINNINGS.some((beginning) => beginning.test(start))) {
    throw unreadableDrawing();
  }
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw unreadableDrawing();
    });
  return width * height;
}

/**
 * Refuses pictures in a drawing that would take too much memory: the renderer decodes them whole, and keeps them all.
 * Their headers alone are read.
 * @throws {DomainError} `unprocessable-asset`
 */
export async function checkPictures(urls: ReadonlySet<string>, maxPixels: number): Promise<void> {
  if (urls.size > MOST_PICTURES) {
    throw unreadableDrawing();
  }
  const allowed = Math.min(maxPixels, MOST_PIXELS);
  let pixels = 0;
  for (const url of urls) {
    pixels += await pixelsOf(bytesOf(url));
    if (pixels > allowed) {
      throw tooManyPixels(pixels, allowed);
    }
  }
}
