import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { RunningServer } from './server.ts';
import { ask } from './storage-client.ts';

/** A picture of less than 200 bytes. */
export const SMALL_PICTURE = await sharp({
  create: { width: 8, height: 8, channels: 3, background: 'red' },
})
  .png()
  .toBuffer();

/** An upload signature as the server describes it. */
export interface SignedUpload {
  readonly signature: string;
  readonly expires: number;
  readonly folder: string;
  readonly maxFiles: number;
  readonly maxSize: number;
}

/** What an upload is answered with: its files or a problem. */
export interface UploadAnswer {
  readonly type?: string;
  readonly detail?: string;
  readonly files?: readonly { readonly path: string; readonly prewarmedUrls?: string[] }[];
}

/** Has the server sign what is wanted. */
export async function signUpload(server: RunningServer, wanted: object): Promise<SignedUpload> {
  const { status, headers, body } = await ask(server, '/upload/sign', 'POST', wanted);
  expect([status, body]).toMatchObject([200, {}]);
  expect(headers.get('cache-control')).toBe('no-store');
  return body as never;
}

/** A form with a file of each name, all of the same content, and more fields. */
export function uploadForm(
  names: readonly string[],
  fields: Readonly<Record<string, string>> = {},
  content = SMALL_PICTURE,
): FormData {
  const form = new FormData();
  for (const name of names) form.append('files', new Blob([new Uint8Array(content)]), name);
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  return form;
}

/** Uploads a form with a signature and nothing else. */
export async function sendSigned(
  server: RunningServer,
  signature: string,
  body: FormData,
): Promise<{ readonly status: number; readonly body: UploadAnswer }> {
  const response = await fetch(`${server.url}/upload`, {
    method: 'POST',
    headers: { 'X-Upload-Signature': signature },
    body,
  });
  return { status: response.status, body: (await response.json()) as UploadAnswer };
}

/** The names of what lies in a folder of the store, in order. */
export async function storedIn(server: RunningServer, folder: string): Promise<string[]> {
  const names = readdir(join(server.dataDirectory, 'originals', folder));
  return (await names.catch(() => [])).toSorted();
}
