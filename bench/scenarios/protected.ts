import type { BenchContext } from '../bench-context.ts';
import { hammer, type LoadResult } from '../load.ts';
import { startProduct } from '../servers/product.ts';
import { median } from '../statistics.ts';
import type { Row } from '../table.ts';
import { inTurns } from '../turns.ts';

const PUBLIC = '/health';
/** One that answers from memory and one that reads the accounts database. */
const PROTECTED = ['/storage/stats', '/api-keys/list'];
const CONNECTIONS = 8;
const LEAST_RATIO = 0.4;
/** What verifying a key may add at the median, ms. */
const MOST_ADDED_MS = 1;

/** What an API key costs: protected routes against a public one that answers JSON, in one process and in turns. */
export async function protectedRoutes({ directory, quick }: BenchContext): Promise<readonly Row[]> {
  await using product = await startProduct(directory, 'protected');
  const headers = { Authorization: `Bearer ${product.key}` };
  const [rounds, seconds] = quick ? [6, 0.5] : [20, 0.5];
  const ask = (path: string, connections: number, time = seconds) =>
    hammer(product, path, connections, time, path === PUBLIC ? {} : headers);
  const paths = [PUBLIC, ...PROTECTED];
  for (const path of paths) await ask(path, CONNECTIONS, 2);
  const loaded = await inTurns(paths, rounds, (path) => ask(path, CONNECTIONS));
  // Over one connection an answer's time is its latency.
  const single = await inTurns(paths, rounds, (path) => ask(path, 1));
  const rows = PROTECTED.map((path, index) => ({
    path,
    loaded: loaded[index + 1] ?? [],
    added: latency(single[index + 1]) - latency(single[0]),
  }));
  return rows.flatMap(({ path, loaded: results, added }): readonly Row[] => [
    {
      what: `GET ${path} with a key, c=${CONNECTIONS}`,
      figure: rate(results),
      unit: '/s',
      baseline: { name: `GET ${PUBLIC}`, figure: rate(loaded[0]) },
      bound: { of: 'ratio', kind: 'at least', value: LEAST_RATIO },
      note: `CPU an answer: ${cpu(results).toFixed(0)} µs, ${PUBLIC} ${cpu(loaded[0]).toFixed(0)} µs`,
    },
    {
      what: `added by the key and the work, GET ${path}, c=1`,
      figure: added,
      unit: 'ms',
      bound: { of: 'figure', kind: 'less than', value: MOST_ADDED_MS },
    },
  ]);
}

function rate(results: readonly LoadResult[] = []): number {
  return median(results.map((result) => result.rate));
}

function cpu(results: readonly LoadResult[] = []): number {
  return median(results.map((result) => result.cpuPerAnswer));
}

/** Milliseconds an answer takes over a single connection. */
function latency(results: readonly LoadResult[] = []): number {
  return 1000 / rate(results);
}
