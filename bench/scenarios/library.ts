import { join } from 'node:path';
import sharp from 'sharp';
import type { BenchContext } from '../bench-context.ts';
import { askJson, fill, originalsOf, untilIndexed } from '../filled-store.ts';
import { hitsDuringMove } from '../hits-during-move.ts';
import { startProduct, upload, type Product } from '../servers/product.ts';
import { median, quantile } from '../statistics.ts';
import type { Row } from '../table.ts';

const MIB = 1024 * 1024;
const ASSETS = 100_000;
const MOVED = 10_000;
const FIRST_PAGE_MS = 50;
const SLOWEST_HIT_MS = 50;
const MOST_MEMORY_MIB = 300;
const ROUNDS = 21;
const SORTS = ['name', '-name', 'date', '-size'];

/** A store of 100 000 assets in one folder, and one of 10 000 that is renamed while a variant is asked for. */
export async function library({ directory, inputs, quick }: BenchContext): Promise<readonly Row[]> {
  const name = 'library-product';
  const originals = await originalsOf(directory, name);
  const small = join(directory, 'small.jpg');
  await sharp(join(inputs.directory, 'photo2.jpg')).resize(16).toFile(small);
  const [assets, moved] = quick ? [ASSETS / 10, MOVED / 10] : [ASSETS, MOVED];
  await fill(originals, 'all', assets, small);
  await fill(originals, 'many', moved, small);
  await using product = await startProduct(directory, name);
  await untilIndexed(product, assets + moved);
  const indexed = await product.usage.peak();
  await upload(product, join(inputs.directory, 'photo2.jpg'));
  const pages = await timesOf(product, ROUNDS, (round) => {
    const sort = SORTS[round % SORTS.length] ?? '';
    return `/storage?path=all&limit=50&sort=${sort}`;
  });
  const { before, during, seconds } = await hitsDuringMove(
    product,
    '/t/w_200,f_jpg/photo2.jpg',
    'many',
  );
  return [
    {
      what: `first page of a folder of ${assets} assets, median`,
      figure: median(pages),
      unit: 'ms',
      bound: { of: 'figure', kind: 'less than', value: FIRST_PAGE_MS },
    },
    {
      what: `cached hits while a folder of ${moved} assets is renamed, p99`,
      figure: quantile(during, 0.99),
      unit: 'ms',
      baseline: { name: 'before it', figure: quantile(before, 0.99) },
      bound: { of: 'figure', kind: 'less than', value: SLOWEST_HIT_MS },
      note: `the rename took ${seconds.toFixed(1)} s; slowest hit ${quantile(during, 1).toFixed(0)} ms, before it ${quantile(before, 1).toFixed(0)} ms`,
    },
    {
      what: `peak memory with ${assets + moved} assets`,
      figure: (await product.usage.peak()) / MIB,
      unit: 'MiB',
      bound: { of: 'figure', kind: 'less than', value: MOST_MEMORY_MIB },
      note: `${(indexed / MIB).toFixed(0)} MiB when they had been indexed`,
    },
  ];
}

async function timesOf(
  product: Product,
  rounds: number,
  path: (round: number) => string,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await askJson(product, path(round));
    times.push(performance.now() - startedAt);
  }
  return times;
}
