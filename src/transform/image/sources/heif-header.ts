import type { FileHandle } from 'node:fs/promises';

/** What a HEIF file says of its primary image (ISO/IEC 23008-12 and 14496-12), before it is turned. */
export interface HeifHeader {
  readonly kind: 'heif';
  readonly width: number;
  readonly height: number;
  /** The ICC profile. */
  readonly profile?: Buffer;
}

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** Boxes that may stand before the metadata, and the largest metadata that is read. */
const MOST_BOXES = 64;
const MOST_METADATA = 4 * 1024 * 1024;

function* boxesIn(buffer: Buffer): Generator<Box> {
  let at = 0;
  while (at + 8 <= buffer.length) {
    const size = buffer.readUInt32BE(at);
    if (size < 8 || at + size > buffer.length) {
      return;
    }
    const type = buffer.toString('latin1', at + 4, at + 8);
    yield { type, body: buffer.subarray(at + 8, at + size) };
    at += size;
  }
}

const boxIn = (buffer: Buffer, type: string): Buffer | undefined =>
  [...boxesIn(buffer)].find((box) => box.type === type)?.body;

/** The metadata box's contents. */
async function readMetadata(file: FileHandle): Promise<Buffer | undefined> {
  const head = Buffer.alloc(16);
  let position = 0;
  for (let count = 0; count < MOST_BOXES; count += 1) {
    const { bytesRead } = await file.read(head, 0, 16, position);
    if (bytesRead < 8) {
      return undefined;
    }
    const short = head.readUInt32BE(0);
    const size = short === 1 && bytesRead === 16 ? Number(head.readBigUInt64BE(8)) : short;
    const headLength = short === 1 ? 16 : 8;
    if (size < headLength) {
      return undefined;
    }
    if (head.toString('latin1', 4, 8) === 'meta') {
      const body = Buffer.alloc(Math.min(size - headLength, MOST_METADATA));
      const read = await file.read(body, 0, body.length, position + headLength);
      // A full box: version and flags come first.
      return body.subarray(4, read.bytesRead);
    }
    position += size;
  }
  return undefined;
}

function primaryItem(metadata: Buffer): number | undefined {
  const box = boxIn(metadata, 'pitm');
  return box?.readUInt8(0) === 0 ? box.readUInt16BE(4) : box?.readUInt32BE(4);
}

/** 1-based indices of the properties of one item. */
function propertiesOf(item: number, associations: Buffer): readonly number[] {
  const wideItems = associations.readUInt8(0) >= 1;
  const wideIndices = (associations.readUInt8(3) & 1) === 1;
  let at = 8;
  for (let left = associations.readUInt32BE(4); left > 0; left -= 1) {
    const id = wideItems ? associations.readUInt32BE(at) : associations.readUInt16BE(at);
    at += wideItems ? 4 : 2;
    const count = associations.readUInt8(at);
    at += 1;
    if (id === item) {
      const start = at;
      return Array.from({ length: count }, (_, index) =>
        wideIndices
          ? associations.readUInt16BE(start + index * 2) & 0x7fff
          : associations.readUInt8(start + index) & 0x7f,
      );
    }
    at += count * (wideIndices ? 2 : 1);
  }
  return [];
}

function profileOf(box: Box | undefined): Buffer | undefined {
  const kind = box?.body.toString('latin1', 0, 4);
  return kind === 'prof' || kind === 'rICC' ? box?.body.subarray(4) : undefined;
}

/**
 * Reads the size and the profile of the primary image.
 * @returns undefined for what is no HEIF file.
 * @throws {RangeError} for metadata that ends early.
 */
export async function readHeifHeader(file: FileHandle): Promise<HeifHeader | undefined> {
  const metadata = await readMetadata(file);
  const item = metadata && primaryItem(metadata);
  const container = metadata && boxIn(metadata, 'iprp');
  const properties = container && boxIn(container, 'ipco');
  const associations = container && boxIn(container, 'ipma');
  if (item === undefined || properties === undefined || associations === undefined) {
    return undefined;
  }
  const all = [...boxesIn(properties)];
  const own = propertiesOf(item, associations).flatMap((index) => all[index - 1] ?? []);
  const extent = own.find(({ type }) => type === 'ispe')?.body;
  if (extent === undefined) {
    return undefined;
  }
  const profile = own
    .filter(({ type }) => type === 'colr')
    .map(profileOf)
    .find((found) => found !== undefined);
  return {
    kind: 'heif',
    width: extent.readUInt32BE(4),
    height: extent.readUInt32BE(8),
    ...(profile && { profile }),
  };
}
