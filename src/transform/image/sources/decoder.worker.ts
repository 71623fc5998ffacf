import { openSync, readFileSync, readSync, closeSync, fstatSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import loadLibheif from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import type { PsdHeader } from './psd-header.js';
import type { RawPixels } from './tiff-file.js';

// Runs in a thread of its own, from TypeScript too: it imports nothing of the product but types.

/** What the thread is to decode. */
export type DecoderTask =
  | { readonly kind: 'heif'; readonly file: string; readonly maxPixels: number }
  | { readonly kind: 'psd'; readonly file: string; readonly header: PsdHeader };

/** What it answers with. */
export interface DecodedPixels extends RawPixels {
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Drops the alpha bytes of RGBA in place. */
function withoutAlpha(data: Uint8Array<ArrayBuffer>, pixels: number): Uint8Array<ArrayBuffer> {
  for (let pixel = 0, from = 0, to = 0; pixel < pixels; pixel += 1, from += 4, to += 3) {
    data[to] = data[from] ?? 0;
    data[to + 1] = data[from + 1] ?? 0;
    data[to + 2] = data[from + 2] ?? 0;
  }
  return data.subarray(0, pixels * 3);
}

/** Decodes the primary image; libheif turns and mirrors it as the file asks. */
async function decodeHeif(file: string, maxPixels: number): Promise<DecodedPixels> {
  const libheif = loadLibheif();
  const image = new libheif.HeifDecoder()
    .decode(readFileSync(file))
    .find((candidate) => candidate.is_primary());
  if (image === undefined) {
    throw new Error('No primary image.');
  }
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > maxPixels) {
    throw new Error('Too many pixels.');
  }
  const data = new Uint8Array(width * height * 4);
  await new Promise<void>((resolve, reject) => {
    image.display({ data, width, height }, (shown) => {
      if (shown) resolve();
      else reject(new Error('Not decodable.'));
    });
  });
  if (!image.has_alpha_channel()) {
    return {
      width,
      height,
      colour: 'rgb',
      alpha: 'none',
      data: withoutAlpha(data, width * height),
    };
  }
  const alpha = image.is_premultiplied_alpha() ? 'premultiplied' : 'straight';
  return { width, height, colour: 'rgb', alpha, data };
}

/** Undoes PackBits (TIFF 6.0 §9) for one row. @throws {RangeError} when a row is too short or too long. */
function unpack(packed: Uint8Array, row: Uint8Array): void {
  let from = 0;
  let to = 0;
  while (to < row.length) {
    const code = packed[from];
    if (code === undefined) {
      throw new RangeError('The row ends early.');
    }
    from += 1;
    if (code < 128) {
      row.set(packed.subarray(from, from + code + 1), to);
      from += code + 1;
      to += code + 1;
    } else if (code > 128) {
      row.fill(packed[from] ?? 0, to, to + 257 - code);
      from += 1;
      to += 257 - code;
    }
  }
}

/** The rows of a flattened picture, plane by plane, unpacked. */
function* rowsOf(bytes: Buffer, header: PsdHeader, rowLength: number): Generator<Uint8Array> {
  const packing = bytes.readUInt16BE(0);
  const rows = header.height * header.channels;
  if (packing === 0) {
    for (let index = 0; index < rows; index += 1) {
      yield bytes.subarray(2 + index * rowLength, 2 + (index + 1) * rowLength);
    }
    return;
  }
  if (packing !== 1) {
    throw new RangeError('A packing that flattened pictures do not have.');
  }
  const wide = header.large ? 4 : 2;
  const row = new Uint8Array(rowLength);
  let at = 2 + rows * wide;
  for (let index = 0; index < rows; index += 1) {
    const length = bytes.readUIntBE(2 + index * wide, wide);
    unpack(bytes.subarray(at, at + length), row);
    at += length;
    yield row;
  }
}

function readFrom(file: string, offset: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - offset));
    readSync(descriptor, bytes, 0, bytes.length, offset);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** One sample of a row as 8 bits; of 16 bits the higher eight, of one bit black for 1. */
function sampleOf(row: Uint8Array, x: number, depth: number): number {
  if (depth === 1) {
    return ((row[x >> 3] ?? 0) >> (7 - (x & 7))) & 1 ? 0 : 255;
  }
  return row[depth === 16 ? x * 2 : x] ?? 0;
}

/** Takes back the white that Photoshop mixes into the flattened picture where it is transparent. */
function withoutMatte(data: Uint8Array, samples: number): void {
  for (let at = 0; at < data.length; at += samples) {
    const alpha = data[at + samples - 1] ?? 255;
    if (alpha > 0 && alpha < 255) {
      for (let sample = at; sample < at + samples - 1; sample += 1) {
        const value = ((data[sample] ?? 0) - 255 + alpha) * (255 / alpha);
        data[sample] = Math.min(255, Math.max(0, Math.round(value)));
      }
    }
  }
}

function paint(data: Uint8Array, indices: Uint8Array, palette: Uint8Array): void {
  indices.forEach((index, pixel) => {
    data[pixel * 3] = palette[index] ?? 0;
    data[pixel * 3 + 1] = palette[index + 256] ?? 0;
    data[pixel * 3 + 2] = palette[index + 512] ?? 0;
  });
}

/** The planes of a flattened picture, interleaved. CMYK is stored as its negative. */
function interleave(file: string, header: PsdHeader, samples: number): Uint8Array<ArrayBuffer> {
  const { width, height, depth, colour } = header;
  const rowLength = depth === 1 ? Math.ceil(width / 8) : (width * depth) / 8;
  const bytes = readFrom(file, header.offset);
  const data = new Uint8Array(width * height * samples);
  let index = 0;
  for (const row of rowsOf(bytes, header, rowLength)) {
    const plane = Math.floor(index / height);
    if (plane >= samples) {
      break;
    }
    if (row.length < rowLength) {
      throw new RangeError('The picture ends early.');
    }
    const negative = colour === 'cmyk' && plane < 4 ? 255 : 0;
    const start = (index % height) * width * samples + plane;
    for (let x = 0; x < width; x += 1) {
      data[start + x * samples] = sampleOf(row, x, depth) ^ negative;
    }
    index += 1;
  }
  return data;
}

function decodePsd(file: string, header: PsdHeader): DecodedPixels {
  const { width, height, colour, transparent, palette } = header;
  const colours = colour === 'cmyk' ? 4 : colour === 'rgb' ? 3 : 1;
  const data = interleave(file, header, colours + (transparent ? 1 : 0));
  if (colour === 'indexed' && palette && !transparent) {
    const painted = new Uint8Array(width * height * 3);
    paint(painted, data, palette);
    return { width, height, colour: 'rgb', alpha: 'none', data: painted };
  }
  if (transparent && colour === 'rgb') {
    withoutMatte(data, 4);
  }
  return {
    width,
    height,
    colour: colour === 'cmyk' || colour === 'rgb' ? colour : 'grey',
    alpha: transparent ? 'straight' : 'none',
    data,
  };
}

// The thread's one message comes from working-copy.ts.
const task = workerData as DecoderTask;
const decoded =
  task.kind === 'heif'
    ? await decodeHeif(task.file, task.maxPixels)
    : decodePsd(task.file, task.header);
parentPort?.postMessage(decoded, [decoded.data.buffer]);
