import type { BenchContext } from '../bench-context.ts';
import { startProduct } from '../servers/product.ts';
import { median } from '../statistics.ts';
import type { Row } from '../table.ts';

const MOST_SECONDS = 2;
const MIB = 1024 * 1024;

/** From the process's start to its first accepted connection. */
export async function start({ directory, quick }: BenchContext): Promise<readonly Row[]> {
  const first: number[] = [];
  const later: number[] = [];
  const idle: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    for (const times of [first, later]) {
      await using product = await startProduct(directory, `start-${round}`);
      times.push(product.startedIn / 1000);
      idle.push((await product.usage.resident()) / MIB);
    }
  }
  const bound = { of: 'figure', kind: 'less than', value: MOST_SECONDS } as const;
  const note = `${median(idle).toFixed(0)} MiB resident then`;
  return [
    { what: 'start to listening, first time', figure: median(first), unit: 's', bound, note },
    { what: 'start to listening, later', figure: median(later), unit: 's', bound },
  ];
}
