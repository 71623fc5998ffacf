import { join } from 'node:path';
import sharp from 'sharp';
import type { BenchContext } from '../bench-context.ts';
import { startChildServer } from '../child-server.ts';
import { askJson, untilIndexed } from '../filled-store.ts';
import { hitsDuringMove } from '../hits-during-move.ts';
import { startProduct, upload } from '../servers/product.ts';
import { quantile } from '../statistics.ts';
import type { Row } from '../table.ts';

const MIB = 1024 * 1024;
const OBJECTS = 10_000;
const SLOWEST_HIT_MS = 50;
const MOST_GROWTH_MIB = 64;
/** The tests' code is compiled by their runner otherwise. */
const TYPES = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
const ENTRY = join(import.meta.dirname, '../servers/bucket.ts');

/** A bucket of 10 000 objects that is read anew, and whose one folder is renamed while a variant is asked for. */
export async function bucket({ directory, inputs, quick }: BenchContext): Promise<readonly Row[]> {
  const small = join(directory, 'small.jpg');
  await sharp(join(inputs.directory, 'photo2.jpg')).resize(16).toFile(small);
  const objects = quick ? OBJECTS / 10 : OBJECTS;
  const command = [...TYPES, ENTRY, 'many', String(objects), small];
  await using s3 = await startChildServer({ name: 'bucket', directory, command });
  const { environment } = JSON.parse(await s3.log()) as { environment: Record<string, string> };
  const variables = { ...environment, STORAGE_ENDPOINT: s3.url };
  await using product = await startProduct(directory, 'bucket-product', variables);
  await untilIndexed(product, objects);
  await upload(product, join(inputs.directory, 'photo2.jpg'));
  await product.usage.forgetPeak();
  const resident = await product.usage.resident();
  const startedAt = performance.now();
  await askJson(product, '/storage/reindex', 'POST');
  const reindexed = (performance.now() - startedAt) / 1000;
  const growth = ((await product.usage.peak()) - resident) / MIB;
  const { before, during, seconds } = await hitsDuringMove(
    product,
    '/t/w_200,f_jpg/photo2.jpg',
    'many',
  );
  return [
    {
      what: `memory that comparing the index with ${objects} objects of a bucket takes`,
      figure: growth,
      unit: 'MiB',
      bound: { of: 'figure', kind: 'less than', value: MOST_GROWTH_MIB },
      note: `it took ${reindexed.toFixed(1)} s`,
    },
    {
      what: `cached hits while a folder of ${objects} objects is renamed in a bucket, p99`,
      figure: quantile(during, 0.99),
      unit: 'ms',
      baseline: { name: 'before it', figure: quantile(before, 0.99) },
      bound: { of: 'figure', kind: 'less than', value: SLOWEST_HIT_MS },
      note: `the rename took ${seconds.toFixed(1)} s; slowest hit ${quantile(during, 1).toFixed(0)} ms, before it ${quantile(before, 1).toFixed(0)} ms`,
    },
  ];
}
