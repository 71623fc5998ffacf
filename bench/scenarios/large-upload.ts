import { request } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BenchContext } from '../bench-context.ts';
import { startProduct, upload, type Product } from '../servers/product.ts';
import type { Row } from '../table.ts';

const MIB = 1024 * 1024;
const GIGABYTE = 1_000_000_000;
const MOST_GROWTH_MIB = 64;
const BOUNDARY = 'bench-boundary';

/** A file of 1 GB uploaded in one request: how much memory that takes beyond what the server has anyway. */
export async function largeUpload({ directory, inputs }: BenchContext): Promise<readonly Row[]> {
  await using product = await startProduct(directory, 'upload-product', {
    MAX_FILE_SIZE_MB: '1200',
  });
  // What every upload takes, the first one in particular, is no growth.
  await upload(product, join(inputs.directory, 'photo2.jpg'));
  await product.usage.forgetPeak();
  const before = await product.usage.resident();
  const startedAt = performance.now();
  const status = await uploadWave(product, GIGABYTE);
  const seconds = (performance.now() - startedAt) / 1000;
  const growth = ((await product.usage.peak()) - before) / MIB;
  if (status !== 200) throw new Error(`Upload of 1 GB: ${status}`);
  return [
    {
      what: 'memory that a 1 GB upload takes',
      figure: growth,
      unit: 'MiB',
      bound: { of: 'figure', kind: 'less than', value: MOST_GROWTH_MIB },
      note: `${(GIGABYTE / 1e6 / seconds).toFixed(0)} MB/s, stored and synced`,
    },
  ];
}

/** Sends a WAV file of that many bytes, made while it is sent. */
async function uploadWave(product: Product, bytes: number): Promise<number> {
  const head = Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="noise.wav"\r\n` +
      'Content-Type: audio/wav\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  const outgoing = request(`${product.url}/upload`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${product.key}`,
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      'Content-Length': head.length + bytes + tail.length,
    },
  });
  const answered = once(outgoing, 'response');
  await pipeline(Readable.from(parts(head, bytes, tail)), outgoing);
  const [response] = (await answered) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode ?? 0;
}

function* parts(head: Buffer, bytes: number, tail: Buffer): Generator<Buffer> {
  yield head;
  const header = waveHeader(bytes);
  yield header;
  const filler = Buffer.alloc(64 * 1024, 0x55);
  for (let left = bytes - header.length; left > 0; left -= filler.length) {
    yield left < filler.length ? filler.subarray(0, left) : filler;
  }
  yield tail;
}

/** The 44 bytes before the samples of 16-bit stereo at 44.1 kHz. */
function waveHeader(bytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(bytes - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(44_100, 24);
  header.writeUInt32LE(176_400, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes - 44, 40);
  return header;
}
