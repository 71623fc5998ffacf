/*
 * Records of the ZIP format, as PKWARE's APPNOTE 6.3.10 describes them (sections 4.3 to 4.5): files that are stored as they
 * are, whose sums follow their bytes, and sizes beyond 32 bits as ZIP64.
 */

/** What 32 and 16 bits hold at most; the value itself says: look in the ZIP64 record. */
const MOST_32 = 0xffffffff;
const MOST_16 = 0xffff;
/** Version 6.3 of the format, on a system with Unix' modes. */
const MADE_BY = (3 << 8) | 63;
const NEEDED = 20;
const NEEDED_ZIP64 = 45;
/** The sums follow the bytes; the name is UTF-8. */
const FLAGS = (1 << 3) | (1 << 11);
/** An ordinary file that its owner may write and all may read, as stat(2) says it. */
const MODE = 0o100644;
/** Info-ZIP's extended timestamp: the time of the last change, which DOS' has no zone for and in steps of two seconds. */
const TIMESTAMP = 0x5455;
const ZIP64 = 0x0001;
const FIRST_DOS_YEAR = 1980;
const LAST_DOS_YEAR = 2107;

/** A file of an archive, as it is known before it is read. */
export interface ZipFile {
  /** In UTF-8, relative, with slashes. */
  readonly name: Buffer;
  readonly modifiedAt: Date;
  /** Whether 32 bits may be too few for its size. */
  readonly large: boolean;
}

/** What is known of a file once it has been read. */
export interface ZipSums {
  readonly crc32: number;
  /** Bytes. */
  readonly size: number;
}

/** Whether a file of so many bytes has to be written as a large one. */
export function isLarge(size: number): boolean {
  return size >= MOST_32;
}

/** What comes before a file's bytes. */
export function fileHeader({ name, modifiedAt, large }: ZipFile): Buffer {
  const sizes = large ? [field(2, ZIP64), field(2, 16), field(8, 0), field(8, 0)] : [];
  const extra = record(...sizes, ...timestamp(modifiedAt));
  return Buffer.concat([
    record(
      field(4, 0x04034b50),
      field(2, large ? NEEDED_ZIP64 : NEEDED),
      field(2, FLAGS),
      field(2, 0),
      ...dosTime(modifiedAt),
      field(4, 0),
      field(4, large ? MOST_32 : 0),
      field(4, large ? MOST_32 : 0),
      field(2, name.length),
      field(2, extra.length),
    ),
    name,
    extra,
  ]);
}

/** What comes after a file's bytes. */
export function dataDescriptor({ large }: ZipFile, { crc32, size }: ZipSums): Buffer {
  const width = large ? 8 : 4;
  return record(field(4, 0x08074b50), field(4, crc32), field(width, size), field(width, size));
}

/** A file's entry in the directory at the end. @param offset where its header begins. */
export function directoryEntry(file: ZipFile, { crc32, size }: ZipSums, offset: number): Buffer {
  const far = offset >= MOST_32;
  const wide = [...(file.large ? [size, size] : []), ...(far ? [offset] : [])];
  const zip64 =
    wide.length === 0
      ? []
      : [field(2, ZIP64), field(2, wide.length * 8), ...wide.map((value) => field(8, value))];
  const extra = record(...zip64, ...timestamp(file.modifiedAt));
  return Buffer.concat([
    record(
      field(4, 0x02014b50),
      field(2, MADE_BY),
      field(2, wide.length > 0 ? NEEDED_ZIP64 : NEEDED),
      field(2, FLAGS),
      field(2, 0),
      ...dosTime(file.modifiedAt),
      field(4, crc32),
      field(4, file.large ? MOST_32 : size),
      field(4, file.large ? MOST_32 : size),
      field(2, file.name.length),
      field(2, extra.length),
      field(2, 0),
      field(2, 0),
      field(2, 0),
      field(4, MODE * 2 ** 16),
      field(4, far ? MOST_32 : offset),
    ),
    file.name,
    extra,
  ]);
}

/** The end of an archive. @param directory where the directory begins, and how many bytes it has. */
export function endOfArchive(
  count: number,
  directory: { readonly offset: number; readonly size: number },
): Buffer {
  const { offset, size } = directory;
  const end = record(
    field(4, 0x06054b50),
    field(2, 0),
    field(2, 0),
    field(2, Math.min(count, MOST_16)),
    field(2, Math.min(count, MOST_16)),
    field(4, Math.min(size, MOST_32)),
    field(4, Math.min(offset, MOST_32)),
    field(2, 0),
  );
  if (count < MOST_16 && size < MOST_32 && offset < MOST_32) return end;
  const wide = record(
    field(4, 0x06064b50),
    field(8, 44),
    field(2, MADE_BY),
    field(2, NEEDED_ZIP64),
    field(4, 0),
    field(4, 0),
    field(8, count),
    field(8, count),
    field(8, size),
    field(8, offset),
  );
  const locator = record(field(4, 0x07064b50), field(4, 0), field(8, offset + size), field(4, 1));
  return Buffer.concat([wide, locator, end]);
}

/** A number of a record, and in how many bytes it is written. */
interface Field {
  readonly width: 1 | 2 | 4 | 8;
  readonly value: number;
}

function field(width: Field['width'], value: number): Field {
  return { width, value };
}

function record(...fields: readonly Field[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, { width }) => sum + width, 0));
  let at = 0;
  for (const { width, value } of fields) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}

/** Seconds since 1970; left out where they do not fit, since readers take them for signed ones. */
function timestamp(time: Date): readonly Field[] {
  const seconds = Math.floor(time.getTime() / 1000);
  if (seconds < 0 || seconds > 0x7fffffff) return [];
  return [field(2, TIMESTAMP), field(2, 5), field(1, 1), field(4, seconds)];
}

/** DOS' time and date in UTC, the nearest there is. */
function dosTime(time: Date): readonly [Field, Field] {
  const year = time.getUTCFullYear();
  if (year < FIRST_DOS_YEAR) return [field(2, 0), field(2, (1 << 5) | 1)];
  if (year > LAST_DOS_YEAR) return [field(2, 0xbf7d), field(2, (127 << 9) | (12 << 5) | 31)];
  const day = ((year - FIRST_DOS_YEAR) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  const second = time.getUTCSeconds() >> 1;
  return [
    field(2, (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | second),
    field(2, day),
  ];
}
