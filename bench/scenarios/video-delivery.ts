import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext } from '../bench-context.ts';
import { startChildServer } from '../child-server.ts';
import { enqueue, makeFilm, untilMade } from '../film.ts';
import { hammer } from '../load.ts';
import { startProduct, upload } from '../servers/product.ts';
import { median } from '../statistics.ts';
import type { Row } from '../table.ts';
import { inTurns } from '../turns.ts';

const MIB = 1024 * 1024;
const LEAST_RATIO = 0.9;
const PATH = '/t/w_1280,q_90/film.mp4';
/** What players ask for: a piece to begin with, and then larger ones. */
const PIECES = [256 * 1024, 2 * MIB];

/** Pieces of a finished video, against Express and `send` with the same file. */
export async function videoDelivery({ directory, quick }: BenchContext): Promise<readonly Row[]> {
  await using product = await startProduct(directory, 'delivery-product', {
    MAX_FILE_SIZE_MB: '500',
  });
  const film = { name: 'film.mp4', width: 1280, height: 720, seconds: 8 };
  await upload(product, await makeFilm(directory, film));
  await untilMade(product, await enqueue(product, PATH));
  const variant = await (await fetch(`${product.url}${PATH}`)).arrayBuffer();
  const file = join(directory, 'delivered.mp4');
  await writeFile(file, Buffer.from(variant));
  await using bare = await startChildServer({
    name: 'bare-send',
    directory,
    command: [join(import.meta.dirname, '../servers/bare-send.ts'), file],
  });
  const rows: Row[] = [];
  const [rounds, seconds] = quick ? [3, 1] : [7, 2];
  for (const piece of PIECES) {
    const start = Math.floor((variant.byteLength - piece) / 2);
    const range = { Range: `bytes=${start}-${start + piece - 1}` };
    for (const server of [product, bare]) await hammer(server, PATH, 8, 1, range);
    for (const connections of [1, 8]) {
      const [ours = [], theirs = []] = await inTurns([product, bare], rounds, (server) =>
        hammer(server, PATH, connections, seconds, range),
      );
      const throughput = (results: typeof ours) =>
        median(results.map(({ rate }) => (rate * piece) / MIB));
      const cpu = (results: typeof ours) =>
        median(results.map(({ cpuPerAnswer }) => cpuPerAnswer)).toFixed(0);
      rows.push({
        what: `ranges of ${piece / 1024} KiB of a ready video, c=${connections}`,
        figure: throughput(ours),
        unit: 'MiB/s',
        baseline: { name: 'express + send', figure: throughput(theirs) },
        bound: { of: 'ratio', kind: 'at least', value: LEAST_RATIO },
        note: `CPU an answer: ${cpu(ours)} µs, express + send ${cpu(theirs)} µs`,
      });
    }
  }
  return rows;
}
