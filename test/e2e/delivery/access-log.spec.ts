import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

const PHOTO = join(import.meta.dirname, '../../fixtures/images/photo.jpg');

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await upload(server, [{ name: 'photo.jpg', content: await readFile(PHOTO) }]);
});
afterAll(() => server[Symbol.asyncDispose]());

const lineOf = (requestId: string) =>
  server.logs
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find((line) => line['requestId'] === requestId);

it('has a line for each answer, rendered, from memory and refused, and writes no key down', async () => {
  const [found, missing] = ['w_40,f_png/photo.jpg', 'w_40,f_png/missing.jpg'];
  const paths = [found, found, found, missing];
  for (const [index, path] of paths.entries()) {
    const headers = { 'X-Request-Id': `line-${index}` };
    await (await fetch(`${server.url}/t/${path}?"=%22&api_key=abc`, { headers })).arrayBuffer();
  }
  await expect.poll(() => lineOf('line-3')).toBeDefined();
  expect(lineOf('line-0')).toMatchObject({
    level: 30,
    msg: 'request',
    req: { method: 'GET', url: '/t/w_40,f_png/photo.jpg?%22=%22&api_key=…' },
    res: { statusCode: 200 },
  });
  expect(lineOf('line-2')).toMatchObject({
    level: 30,
    msg: 'hit',
    method: 'GET',
    url: '/t/w_40,f_png/photo.jpg?%22=%22&api_key=…',
    statusCode: 200,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
  });
  expect(lineOf('line-3')).toMatchObject({ msg: 'request', res: { statusCode: 404 } });
});
