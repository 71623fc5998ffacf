import { askJson } from './filled-store.ts';
import { drive } from './load.ts';
import type { Product } from './servers/product.ts';

const CONNECTIONS = 4;
const WARM_UP_MS = 500;
const SECONDS_BEFORE = 5;

/** How long hits took, ms, before a folder was renamed and while it was; and how long that took. */
export interface HitsDuringMove {
  readonly before: readonly number[];
  readonly during: readonly number[];
  readonly seconds: number;
}

/** Asks for one variant, which has been made, again and again: for a while, and then while a folder is renamed. */
export async function hitsDuringMove(
  product: Product,
  variant: string,
  folder: string,
): Promise<HitsDuringMove> {
  const hits = (enough: () => boolean) => times(variant, enough);
  const until = performance.now() + WARM_UP_MS;
  await drive(
    product,
    hits(() => performance.now() > until),
    1,
  );
  const before = await drive(
    product,
    hits(() => false),
    CONNECTIONS,
    SECONDS_BEFORE,
  );
  const startedAt = performance.now();
  const moving = { done: false };
  const destination = `${folder} moved`;
  const move = askJson(product, `/storage/${folder}/move`, 'POST', { destination }).finally(
    () => (moving.done = true),
  );
  const during = await drive(
    product,
    hits(() => moving.done),
    CONNECTIONS,
  );
  await move;
  const seconds = (performance.now() - startedAt) / 1000;
  return { before: before.latencies, during: during.latencies, seconds };
}

function* times(path: string, enough: () => boolean): Generator<string, undefined> {
  while (!enough()) yield path;
  return undefined;
}
