import { join } from 'node:path';
import type { BenchContext } from '../bench-context.ts';
import { drive } from '../load.ts';
import { startProduct, upload } from '../servers/product.ts';
import { distinctSize } from '../sizes.ts';
import type { Row } from '../table.ts';

const RENDERS = 2000;
const MOST_MEMORY_MIB = 600;
const MIB = 1024 * 1024;
/** Mostly what browsers are given; AVIF encoders hold the most memory. */
const FORMATS = ['jpeg', 'webp', 'webp', 'jpeg', 'avif'];

/** Memory over a long run of renders that all differ, of both photographs and all three formats. */
export async function many({ directory, inputs, quick }: BenchContext): Promise<readonly Row[]> {
  await using product = await startProduct(directory, 'many-product');
  for (const { name } of inputs.photographs) await upload(product, join(inputs.directory, name));
  const count = quick ? RENDERS / 4 : RENDERS;
  const files = inputs.photographs.map(({ name }) => name);
  const result = await drive(product, paths(count, files), 8);
  const [peak, resident] = [await product.usage.peak(), await product.usage.resident()];
  return [
    {
      what: `peak memory over ${count} distinct renders`,
      figure: peak / MIB,
      unit: 'MiB',
      bound: { of: 'figure', kind: 'less than', value: MOST_MEMORY_MIB },
      note: `${(resident / MIB).toFixed(0)} MiB at the end; ${result.rate.toFixed(0)} renders/s`,
    },
  ];
}

function* paths(count: number, files: readonly string[]): Generator<string, undefined> {
  for (let index = 0; index < count; index++) {
    const { width, height } = distinctSize(index);
    const format = FORMATS[index % FORMATS.length] ?? 'jpeg';
    const file = files[index % files.length] ?? '';
    yield `/t/w_${width},h_${height},c_fill,f_${format}/${file}`;
  }
  return undefined;
}
