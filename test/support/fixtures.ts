import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunningServer } from './server.ts';
import { upload } from './upload.ts';

/** The bytes of a picture of `test/fixtures/images`. */
export function fixture(name: string): Promise<Buffer> {
  return readFile(join(import.meta.dirname, '../fixtures/images', name));
}

/** Uploads such pictures under their names. */
export async function uploadFixtures(server: RunningServer, ...names: readonly string[]) {
  const files = await Promise.all(
    names.map(async (name) => ({ name, content: await fixture(name) })),
  );
  const { status, body } = await upload(server, files);
  expect(status).toBe(200);
  return body.files ?? [];
}
