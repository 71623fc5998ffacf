/** Bytes of one value, by its type (TIFF 6.0 §2; EXIF 2.32 §4.6.2). */
const TYPE_LENGTHS: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

const EXIF_POINTER = 0x8769;

/**
 * Entries that never leave: the position, what describes the stored pixels rather than the picture (orientation, sizes,
 * thumbnails, strips), and what nobody can look through for a position: maker notes, XMP, IPTC and Photoshop blocks.
 */
const WITHHELD: ReadonlySet<number> = new Set([
  0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0111, 0x0112, 0x0115, 0x0116, 0x0117, 0x011c, 0x014a,
  0x0201, 0x0202, 0x02bc, 0x83bb, 0x8649, 0x8773, 0x8825, 0x927c, 0xa002, 0xa003, 0xa005, 0xc4a5,
]);

const MOST_ENTRIES = 256;
const MOST_VALUE_BYTES = 4096;
/** What an APP1 segment of JPEG holds, less what stands around it. */
const MOST_BYTES = 60_000;

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: Buffer;
}

/** Reads numbers in the byte order of the block. */
class Reader {
  private readonly little: boolean;

  constructor(readonly bytes: Buffer) {
    this.little = bytes.toString('latin1', 0, 2) === 'II';
  }

  short(at: number): number {
    return this.little ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  long(at: number, bytes = this.bytes): number {
    return this.little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }

  writeShort(value: number, to: Buffer, at: number): void {
    if (this.little) to.writeUInt16LE(value, at);
    else to.writeUInt16BE(value, at);
  }

  writeLong(value: number, to: Buffer, at: number): void {
    if (this.little) to.writeUInt32LE(value, at);
    else to.writeUInt32BE(value, at);
  }
}

function readEntry(reader: Reader, at: number): Entry | undefined {
  const [tag, type, count] = [reader.short(at), reader.short(at + 2), reader.long(at + 4)];
  const length = (TYPE_LENGTHS[type] ?? 0) * count;
  if (length === 0 || length > MOST_VALUE_BYTES) {
    return undefined;
  }
  const start = length <= 4 ? at + 8 : reader.long(at + 8);
  const value = reader.bytes.subarray(start, start + length);
  return value.length === length ? { tag, type, count, value } : undefined;
}

function readDirectory(reader: Reader, at: number): readonly Entry[] {
  const count = Math.min(reader.short(at), MOST_ENTRIES);
  const whole = Math.min(count, Math.floor((reader.bytes.length - at - 2) / 12));
  return Array.from({ length: Math.max(0, whole) }, (_, index) =>
    readEntry(reader, at + 2 + index * 12),
  ).filter((entry) => entry !== undefined);
}

/** A directory and its values, to stand at `position`. */
function writeDirectory(reader: Reader, entries: readonly Entry[], position: number): Buffer {
  const valuesAt = 2 + entries.length * 12 + 4;
  const values = entries.filter(({ value }) => value.length > 4);
  const length = values.reduce((sum, { value }) => sum + value.length + (value.length % 2), 0);
  const bytes = Buffer.alloc(valuesAt + length);
  reader.writeShort(entries.length, bytes, 0);
  let free = valuesAt;
  entries.forEach(({ tag, type, count, value }, index) => {
    const at = 2 + index * 12;
    reader.writeShort(tag, bytes, at);
    reader.writeShort(type, bytes, at + 2);
    reader.writeLong(count, bytes, at + 4);
    if (value.length <= 4) {
      bytes.set(value, at + 8);
    } else {
      reader.writeLong(position + free, bytes, at + 8);
      bytes.set(value, free);
      free += value.length + (value.length % 2);
    }
  });
  return bytes;
}

function rebuild(reader: Reader): Buffer | undefined {
  const main = readDirectory(reader, reader.long(4));
  const pointer = main.find(({ tag, type }) => tag === EXIF_POINTER && type === 4);
  const detail = pointer ? readDirectory(reader, reader.long(0, pointer.value)) : [];
  const kept = main.filter(({ tag }) => tag !== EXIF_POINTER && !WITHHELD.has(tag));
  const keptDetail = detail.filter(({ tag }) => tag !== EXIF_POINTER && !WITHHELD.has(tag));
  if (kept.length + keptDetail.length === 0) {
    return undefined;
  }
  const link: Entry = { tag: EXIF_POINTER, type: 4, count: 1, value: Buffer.alloc(4) };
  const withLink = [...kept, link].sort((one, other) => one.tag - other.tag);
  const detailAt = 8 + writeDirectory(reader, withLink, 8).length;
  reader.writeLong(detailAt, link.value, 0);
  const header = Buffer.alloc(8);
  header.set(reader.bytes.subarray(0, 4));
  reader.writeLong(8, header, 4);
  return Buffer.concat([
    header,
    writeDirectory(reader, withLink, 8),
    writeDirectory(reader, keptDetail, detailAt),
  ]);
}

/**
 * What of an EXIF block may be published: camera, exposure, author, copyright, dates. Written anew, so that nothing else
 * is left in it.
 * @returns a TIFF structure in the block's byte order; undefined when nothing is left or the block is broken.
 */
export function publishableExif(block: Buffer): Buffer | undefined {
  const bytes = block.toString('latin1', 0, 6) === 'Exif\0\0' ? block.subarray(6) : block;
  const order = bytes.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') {
    return undefined;
  }
  try {
    const rebuilt = rebuild(new Reader(bytes));
    return rebuilt && rebuilt.length <= MOST_BYTES ? rebuilt : undefined;
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}
