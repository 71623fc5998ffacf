import { crc32 } from 'node:zlib';
import type { Outlet } from './outlet.js';
import {
  dataDescriptor,
  directoryEntry,
  endOfArchive,
  fileHeader,
  isLarge,
  type ZipFile,
} from './zip-records.js';

/** The directory is gathered in pieces of so many bytes: an object for each file would take more than its entry does. */
const DIRECTORY_PIECE = 64 * 1024;

/** What is to be written of a file. */
export interface ZipSource {
  readonly name: string;
  /** As far as is known; what is written is what comes. Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

/** Writes a ZIP from beginning to end; nothing of it is kept but its directory, about a hundred bytes a file. */
export class ZipWriter {
  private readonly directory: Buffer[] = [];
  private used = DIRECTORY_PIECE;
  private count = 0;
  private position = 0;

  constructor(private readonly output: Outlet) {}

  /**
   * Writes a file; nothing is written of one whose first piece cannot be had.
   * @param pieces its bytes; the memory of each may be used again once the next is asked for.
   */
  async add({ name, size, modifiedAt }: ZipSource, pieces: AsyncIterable<Buffer>): Promise<void> {
    const file = { name: Buffer.from(name), modifiedAt, large: isLarge(size) };
    const offset = this.position;
    let sum = 0;
    let length = 0;
    let begun = false;
    const begin = async () => {
      if (!begun) await this.write(fileHeader(file));
      begun = true;
    };
    for await (const piece of pieces) {
      await begin();
      sum = crc32(piece, sum);
      length += piece.length;
      await this.write(piece);
    }
    await begin();
    if (isLarge(length) && !file.large) throw new Error('The file has grown while it was read.');
    await this.close(file, { crc32: sum, size: length }, offset);
  }

  /** Writes what comes after the last file. */
  async end(): Promise<void> {
    const offset = this.position;
    const last = this.directory.pop();
    for (const piece of this.directory) await this.write(piece);
    if (last !== undefined) await this.write(last.subarray(0, this.used));
    await this.write(endOfArchive(this.count, { offset, size: this.position - offset }));
    await this.output.flush();
  }

  private async close(
    file: ZipFile,
    sums: Parameters<typeof dataDescriptor>[1],
    offset: number,
  ): Promise<void> {
    await this.write(dataDescriptor(file, sums));
    this.count += 1;
    let entry = directoryEntry(file, sums, offset);
    while (entry.length > 0) {
      if (this.used === DIRECTORY_PIECE) {
        this.directory.push(Buffer.allocUnsafeSlow(DIRECTORY_PIECE));
        this.used = 0;
      }
      const copied = entry.copy(this.directory.at(-1) ?? entry, this.used);
      this.used += copied;
      entry = entry.subarray(copied);
    }
  }

  private async write(bytes: Buffer): Promise<void> {
    await this.output.write(bytes);
    this.position += bytes.length;
  }
}
