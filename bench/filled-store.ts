import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Product } from './servers/product.ts';

const AT_ONCE = 64;
const POLL_MS = 100;

/** Where a product that is started under this name will keep its originals. */
export async function originalsOf(directory: string, name: string): Promise<string> {
  const originals = join(directory, `${name}-data`, 'originals');
  await mkdir(originals, { recursive: true });
  return originals;
}

/** Puts copies of a file into a folder of a store, as another program would. */
export async function fill(originals: string, folder: string, count: number, file: string) {
  const bytes = await readFile(file);
  await mkdir(join(originals, folder), { recursive: true });
  for (let start = 0; start < count; start += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - start);
    const names = Array.from({ length }, (_, index) => `${start + index}.jpg`);
    await Promise.all(names.map((name) => writeFile(join(originals, folder, name), bytes)));
  }
}

/** Puts files that take no room, and read as zeros, into a folder of a store. */
export async function fillSparsely(
  originals: string,
  folder: string,
  count: number,
  bytes: number,
): Promise<void> {
  await mkdir(join(originals, folder), { recursive: true });
  for (let index = 0; index < count; index += 1) {
    await using file = await open(join(originals, folder, `${index}.wav`), 'w');
    await file.truncate(bytes);
  }
}

/** Waits until the server knows of so many files. */
export async function untilIndexed(product: Product, count: number): Promise<void> {
  for (;;) {
    const { storage } = (await askJson(product, '/storage/stats')) as {
      storage: { fileCount: number };
    };
    if (storage.fileCount === count) return;
    await wait(POLL_MS);
  }
}

/** Asks a protected route. */
export async function askJson(
  { url, key }: Product,
  path: string,
  method = 'GET',
  body?: object,
): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.json();
}
