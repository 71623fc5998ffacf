import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BenchContext } from '../bench-context.ts';
import { fillSparsely, originalsOf, untilIndexed } from '../filled-store.ts';
import { startProduct, upload, type Product } from '../servers/product.ts';
import type { Row } from '../table.ts';

const MIB = 1024 * 1024;
const MOST_GROWTH_MIB = 64;
const FILES = 10;

/** A folder of 10 GB handed out as one ZIP: how much memory that takes beyond what the server has anyway. */
export async function archive({ directory, inputs, quick }: BenchContext): Promise<readonly Row[]> {
  const name = 'archive-product';
  const bytes = quick ? 100_000_000 : 1_000_000_000;
  await fillSparsely(await originalsOf(directory, name), 'zeros', FILES, bytes);
  await using product = await startProduct(directory, name);
  await untilIndexed(product, FILES);
  await upload(product, join(inputs.directory, 'photo2.jpg'));
  await product.usage.forgetPeak();
  const before = await product.usage.resident();
  const startedAt = performance.now();
  const received = await download(product, '/download-folder/zeros');
  const seconds = (performance.now() - startedAt) / 1000;
  const growth = ((await product.usage.peak()) - before) / MIB;
  const total = FILES * bytes;
  if (received < total) throw new Error(`The archive has ${received} bytes.`);
  return [
    {
      what: `memory that a ZIP of ${(total / 1e9).toFixed(0)} GB takes`,
      figure: growth,
      unit: 'MiB',
      bound: { of: 'figure', kind: 'less than', value: MOST_GROWTH_MIB },
      note: `${(total / 1e6 / seconds).toFixed(0)} MB/s`,
    },
  ];
}

async function download({ url, key }: Product, path: string): Promise<number> {
  const asking = get(url + path, { headers: { Authorization: `Bearer ${key}` } });
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}
