import type { FileHandle } from 'node:fs/promises';

/** Where the flattened picture of a PSD or PSB file lies, and how (Adobe Photoshop File Formats Specification). */
export interface PsdHeader {
  readonly kind: 'psd';
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Bits of a sample: 1, 8 or 16. */
  readonly depth: number;
  readonly colour: 'bitmap' | 'grey' | 'indexed' | 'rgb' | 'cmyk';
  /** PSB, whose lengths are twice as wide. */
  readonly large: boolean;
  /** The channel after the colours is the transparency of the flattened picture. */
  readonly transparent: boolean;
  /** 256 reds, 256 greens, 256 blues. */
  readonly palette?: Buffer;
  readonly profile?: Buffer;
  /** Byte of the file at which the flattened picture starts. */
  readonly offset: number;
}

const MODES: Readonly<Partial<Record<number, PsdHeader['colour']>>> = {
  0: 'bitmap',
  1: 'grey',
  2: 'indexed',
  3: 'rgb',
  4: 'cmyk',
  // A duotone's ink is described in a way Adobe keeps to itself; readers are told to treat it as grey.
  8: 'grey',
};
const COLOUR_CHANNELS = { bitmap: 1, grey: 1, indexed: 1, rgb: 3, cmyk: 4 } as const;
const DEPTHS: ReadonlySet<number> = new Set([1, 8, 16]);
const PALETTE_LENGTH = 768;
const PROFILE_RESOURCE = 1039;
/** More than any file holds for its resources; what is beyond is not looked at. */
const MOST_RESOURCES = 16 * 1024 * 1024;

/** Colour channels of a mode. */
function colourChannels(colour: PsdHeader['colour']): number {
  return COLOUR_CHANNELS[colour];
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) {
    throw new RangeError('The file ends early.');
  }
  return buffer;
}

/** The ICC profile among the image resources. */
function profileIn(resources: Buffer): Buffer | undefined {
  let at = 0;
  while (at + 12 <= resources.length && resources.toString('latin1', at, at + 4) === '8BIM') {
    const id = resources.readUInt16BE(at + 4);
    const nameLength = resources.readUInt8(at + 6) + 1;
    const sizeAt = at + 6 + nameLength + (nameLength % 2);
    if (sizeAt + 4 > resources.length) {
      return undefined;
    }
    const size = resources.readUInt32BE(sizeAt);
    if (id === PROFILE_RESOURCE) {
      return resources.subarray(sizeAt + 4, sizeAt + 4 + size);
    }
    at = sizeAt + 4 + size + (size % 2);
  }
  return undefined;
}

/** Whether the layer count is negative, which says that the flattened picture has a transparency channel. */
async function isTransparent(
  file: FileHandle,
  at: number,
  length: number,
  wide: number,
): Promise<boolean> {
  return length >= wide + 2 && (await read(file, at + wide, 2)).readInt16BE(0) < 0;
}

function fixedHeader(start: Buffer) {
  const colour = MODES[start.readUInt16BE(24)];
  const version = start.readUInt16BE(4);
  const fixed = {
    large: version === 2,
    channels: start.readUInt16BE(12),
    height: start.readUInt32BE(14),
    width: start.readUInt32BE(18),
    depth: start.readUInt16BE(22),
  };
  const sound =
    start.toString('latin1', 0, 4) === '8BPS' &&
    (version === 1 || version === 2) &&
    fixed.width > 0 &&
    fixed.height > 0 &&
    DEPTHS.has(fixed.depth);
  return sound && colour && fixed.channels >= colourChannels(colour)
    ? { ...fixed, colour }
    : undefined;
}

/**
 * Reads what stands before the flattened picture; the layers are stepped over.
 * @returns undefined for what is no PSD, or of a kind that is not read (Lab, multichannel, 32 bits).
 * @throws {RangeError} for a file that ends early.
 */
export async function readPsdHeader(file: FileHandle): Promise<PsdHeader | undefined> {
  const start = await read(file, 0, 30);
  const fixed = fixedHeader(start);
  if (fixed === undefined) {
    return undefined;
  }
  const paletteLength = start.readUInt32BE(26);
  const palette =
    fixed.colour === 'indexed' && paletteLength >= PALETTE_LENGTH
      ? await read(file, 30, PALETTE_LENGTH)
      : undefined;
  const resourcesAt = 30 + paletteLength;
  const resourcesLength = (await read(file, resourcesAt, 4)).readUInt32BE(0);
  const resources = await read(file, resourcesAt + 4, Math.min(resourcesLength, MOST_RESOURCES));
  const profile = profileIn(resources);
  const layersAt = resourcesAt + 4 + resourcesLength;
  const wide = fixed.large ? 8 : 4;
  const width = await read(file, layersAt, wide);
  const layersLength = fixed.large ? Number(width.readBigUInt64BE(0)) : width.readUInt32BE(0);
  return {
    kind: 'psd',
    ...fixed,
    transparent:
      fixed.channels > colourChannels(fixed.colour) &&
      (await isTransparent(file, layersAt + wide, layersLength, wide)),
    offset: layersAt + wide + layersLength,
    ...(palette && { palette }),
    ...(profile && { profile }),
  };
}
