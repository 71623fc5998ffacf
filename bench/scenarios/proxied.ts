import { join } from 'node:path';
import { startProxy } from '../../test/support/nginx.ts';
import type { BenchContext } from '../bench-context.ts';
import { startChildServer } from '../child-server.ts';
import { hammer, type LoadResult } from '../load.ts';
import { startProduct, upload } from '../servers/product.ts';
import { median } from '../statistics.ts';
import type { Row } from '../table.ts';
import { inTurns } from '../turns.ts';

const PATH = '/t/w_800,f_jpeg,q_80/photo2.jpg';
const CONCURRENCIES = [8, 32];
const LEAST_RATIO = 0.9;

/** A cached variant that nginx sends from the disk (`X-Accel-Redirect`), against an empty answer of node:http through it. */
export async function proxied({ directory, inputs, quick }: BenchContext): Promise<readonly Row[]> {
  await using product = await startProduct(directory, 'proxied', {
    TRUST_PROXY: '1',
    ACCEL_REDIRECT: '/accelerated/bench',
  });
  await upload(product, join(inputs.directory, 'photo2.jpg'));
  await using empty = await startChildServer({
    name: 'empty-http',
    directory,
    command: [join(import.meta.dirname, '../servers/empty-http.ts')],
  });
  const disks = { bench: join(directory, 'proxied-data') };
  await using productProxy = await startProxy([product.url], disks);
  await using emptyProxy = await startProxy([empty.url]);
  const subjects = [
    { ...product, url: productProxy.url },
    { ...empty, url: emptyProxy.url },
  ];
  const sent = Buffer.from(await (await fetch(`${productProxy.url}${PATH}`)).arrayBuffer()).length;
  const [rounds, seconds] = quick ? [4, 1] : [10, 1];
  for (const subject of subjects) await hammer(subject, PATH, 8, 1);
  const rows: Row[] = [];
  for (const connections of CONCURRENCIES) {
    const [ours = [], least = []] = await inTurns(subjects, rounds, (subject) =>
      hammer(subject, PATH, connections, seconds),
    );
    rows.push({
      what: `cached hit through nginx, ${(sent / 1000).toFixed(0)} KB, c=${connections}`,
      figure: rate(ours),
      unit: '/s',
      baseline: { name: 'empty answer through nginx', figure: rate(least) },
      bound: { of: 'ratio', kind: 'at least', value: LEAST_RATIO },
    });
  }
  return rows;
}

function rate(results: readonly LoadResult[]): number {
  return median(results.map((result) => result.rate));
}
