import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext } from '../bench-context.ts';
import { startChildServer } from '../child-server.ts';
import { hammer, type LoadResult } from '../load.ts';
import { startProduct, upload } from '../servers/product.ts';
import { median } from '../statistics.ts';
import type { Row } from '../table.ts';
import { inTurns } from '../turns.ts';

const CONCURRENCIES = [1, 8, 32];
const WANTED_BYTES = 60_000;
const LEAST_RATIO = 0.5;

/** A cached variant of about 60 KB, against node:http sending the same bytes from memory. */
export async function hits({ directory, inputs, quick }: BenchContext): Promise<readonly Row[]> {
  await using product = await startProduct(directory, 'hits-product');
  await upload(product, join(inputs.directory, 'photo2.jpg'));
  const variant = await variantOfAbout(product.url, WANTED_BYTES);
  const file = join(directory, 'variant.jpg');
  await writeFile(file, variant.bytes);
  await using bare = await startChildServer({
    name: 'bare-http',
    directory,
    command: [join(import.meta.dirname, '../servers/bare-http.ts'), file],
  });
  const rows: Row[] = [];
  const [rounds, seconds] = quick ? [2, 1] : [4, 1.5];
  for (const server of [product, bare]) await hammer(server, variant.path, 8, 1);
  for (const connections of CONCURRENCIES) {
    const results = await inTurns([product, bare], rounds, (server) =>
      hammer(server, variant.path, connections, seconds),
    );
    rows.push(rowOf(connections, variant.bytes.length, results));
  }
  return rows;
}

function rowOf(
  connections: number,
  bytes: number,
  [product = [], bare = []]: readonly (readonly LoadResult[])[],
): Row {
  const rate = (results: readonly LoadResult[]) => median(results.map((result) => result.rate));
  const cpu = (results: readonly LoadResult[]) =>
    median(results.map((result) => result.cpuPerAnswer));
  return {
    what: `cached hit, ${(bytes / 1000).toFixed(0)} KB, c=${connections}`,
    figure: rate(product),
    unit: '/s',
    baseline: { name: 'node:http', figure: rate(bare) },
    bound: { of: 'ratio', kind: 'at least', value: LEAST_RATIO },
    note: `CPU an answer: ${cpu(product).toFixed(0)} µs, node:http ${cpu(bare).toFixed(0)} µs`,
  };
}

/** Looks for the width whose JPEG comes to the wanted size. */
async function variantOfAbout(
  url: string,
  wanted: number,
): Promise<{ readonly path: string; readonly bytes: Buffer }> {
  for (let width = 500; ; width += 20) {
    const path = `/t/w_${width},f_jpeg,q_80/photo2.jpg`;
    const response = await fetch(`${url}${path}`);
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length >= wanted) return { path, bytes };
  }
}
