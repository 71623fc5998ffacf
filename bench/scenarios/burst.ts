import { join } from 'node:path';
import type { BenchContext } from '../bench-context.ts';
import { fetchOnce } from '../load.ts';
import { startProduct, upload } from '../servers/product.ts';
import type { Row } from '../table.ts';

const REQUESTS = 100;

/** A hundred requests at once for one variant that nobody has asked for: one of them renders. */
export async function burst({ directory, inputs }: BenchContext): Promise<readonly Row[]> {
  await using product = await startProduct(directory, 'burst-product');
  await upload(product, join(inputs.directory, 'photo6.jpg'));
  const url = `${product.url}/t/w_1200,h_800,c_fill,q_80,f_webp/photo6.jpg`;
  const answers = await Promise.all(Array.from({ length: REQUESTS }, () => fetchOnce(url)));
  const origins = answers.map(
    ({ headers }) => /cache;desc=(\w+)/.exec(String(headers['server-timing']))?.[1] ?? 'unknown',
  );
  const count = (origin: string) => origins.filter((other) => other === origin).length;
  const good = answers.filter(({ status }) => status === 200).length;
  return [
    {
      what: `${REQUESTS} requests at once for one cold URL`,
      figure: count('miss'),
      unit: 'renders',
      bound: { of: 'figure', kind: 'exactly', value: 1 },
      note: `${good} answered 200; ${count('coalesced')} coalesced, ${count('hit')} hits`,
    },
  ];
}
