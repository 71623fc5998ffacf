import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  temporaryDirectory,
  type TemporaryDirectory,
} from '../../../test/support/temporary-directory.js';
import { Outlet } from './outlet.js';
import { directoryEntry, endOfArchive } from './zip-records.js';
import { ZipWriter, type ZipSource } from './zip-writer.js';

const GIB = 1024 ** 3;
const MOST_OUTPUT = 64 * 1024 ** 2;
const run = promisify(execFile);
/** Python's reader is not the writer's relative: it checks names, sizes and checksums for itself. */
const READ_ZIP = `
import sys, zipfile, json
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, i.file_size, list(i.date_time), oct(i.external_attr >> 16)] for i in z.infolist()]))
`;

/** The bytes in pieces that share their memory. */
async function* piecesOf(...texts: readonly string[]): AsyncGenerator<Buffer> {
  const memory = Buffer.alloc(100);
  for (const text of texts) {
    await Promise.resolve();
    yield memory.subarray(0, memory.write(text));
    memory.fill('!');
  }
}

describe('a ZIP', () => {
  let directory: TemporaryDirectory;
  beforeAll(async () => (directory = await temporaryDirectory()));
  afterAll(() => directory[Symbol.asyncDispose]());

  const modifiedAt = new Date('2026-03-04T05:06:08.900Z');
  const source = (name: string, more: Partial<ZipSource> = {}) => ({
    name,
    size: 5,
    modifiedAt,
    ...more,
  });
  const write = async (name: string, fill: (zip: ZipWriter) => Promise<void>) => {
    const file = join(directory.path, name);
    const output = createWriteStream(file);
    const zip = new ZipWriter(new Outlet(output));
    await fill(zip);
    await zip.end();
    output.end();
    await once(output, 'close');
    return file;
  };
  const read = async (file: string) =>
    JSON.parse(
      (await run('python3', ['-c', READ_ZIP, file], { maxBuffer: MOST_OUTPUT })).stdout,
    ) as [string, number][];
  const sizesOf = async (file: string) =>
    (await read(file)).map(([name, size]) => `${name} ${size}`);

  it('is read by others as what was put into it', async () => {
    const file = await write('plain.zip', async (zip) => {
      await zip.add(source('a.txt'), piecesOf('one ', 'and two'));
      await zip.add(source('sub é/漢字.txt'), piecesOf('x'));
      await zip.add(source('empty.txt'), piecesOf());
      await zip.add(source('old.txt', { modifiedAt: new Date(0) }), piecesOf('x'));
      await zip.add(source('far.txt', { modifiedAt: new Date('2200-01-01') }), piecesOf('x'));
    });
    const time = [2026, 3, 4, 5, 6, 8];
    expect(await read(file)).toEqual([
      ['a.txt', 11, time, '0o100644'],
      ['sub é/漢字.txt', 1, time, '0o100644'],
      ['empty.txt', 0, time, '0o100644'],
      ['old.txt', 1, [1980, 1, 1, 0, 0, 0], '0o100644'],
      ['far.txt', 1, [2107, 12, 31, 23, 59, 58], '0o100644'],
    ]);
    const { stdout } = await run('python3', ['-m', 'zipfile', '-t', file]);
    expect(stdout).toContain('Done testing');
  });

  it('says of what may be large how large it is in 64 bits', async () => {
    const file = await write('large.zip', async (zip) => {
      await zip.add(source('large.bin', { size: 5 * GIB }), piecesOf('short after all'));
      await zip.add(source('next.bin'), piecesOf('x'));
    });
    expect(await sizesOf(file)).toEqual(['large.bin 15', 'next.bin 1']);
  });

  it('holds more files than 16 bits count', { timeout: 60_000 }, async () => {
    const file = await write('many.zip', async (zip) => {
      for (let number = 0; number < 66_000; number += 1)
        await zip.add(source(`${number}.txt`), piecesOf('x'));
    });
    const sizes = await sizesOf(file);
    expect([sizes.length, sizes.at(-1)]).toEqual([66_000, '65999.txt 1']);
  });

  it('has offsets beyond 32 bits, where they are, in 64', () => {
    const file = { name: Buffer.from('a'), modifiedAt, large: false };
    const entry = directoryEntry(file, { crc32: 1, size: 2 }, 5 * GIB);
    expect([entry.readUInt32LE(42), entry.readUInt16LE(47)]).toEqual([0xffffffff, 1]);
    expect(entry.readBigUInt64LE(51)).toBe(BigInt(5 * GIB));
    const end = endOfArchive(1, { offset: 5 * GIB, size: 60 });
    expect(end.readBigUInt64LE(48)).toBe(BigInt(5 * GIB));
    expect(end.readBigUInt64LE(56 + 8)).toBe(BigInt(5 * GIB + 60));
    expect(end.readUInt32LE(56 + 20 + 16)).toBe(0xffffffff);
  });

  it('has nothing of a file whose first piece cannot be had', async () => {
    const missing = new Error('It is gone.');
    const file = await write('gap.zip', async (zip) => {
      await zip.add(source('a.txt'), piecesOf('x'));
      // eslint-disable-next-line require-yield
      const gone = async function* (): AsyncGenerator<Buffer> {
        await Promise.resolve();
        throw missing;
      };
      await expect(zip.add(source('gone.txt'), gone())).rejects.toBe(missing);
      await zip.add(source('b.txt'), piecesOf('x'));
    });
    expect(await sizesOf(file)).toEqual(['a.txt 1', 'b.txt 1']);
  });

  it('fails, and reads no further, when nobody takes it any more', async () => {
    const output = new PassThrough({ highWaterMark: 10 });
    const zip = new ZipWriter(new Outlet(output));
    let closed = false;
    const endless = async function* (): AsyncGenerator<Buffer> {
      try {
        for (;;) yield* piecesOf('on and on'.repeat(11));
      } finally {
        closed = true;
      }
    };
    const adding = zip.add(source('endless.txt'), endless());
    output.once('data', () => output.destroy());
    await expect(adding).rejects.toThrow();
    expect(closed).toBe(true);
    await expect(zip.end()).rejects.toThrow('closed');
  });
});
