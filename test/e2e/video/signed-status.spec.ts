import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectToEnd } from '../../support/expiry.ts';
import { untilTrue } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

describe('the status of a private video asked for by a signed URL', () => {
  let server: RunningServer;
  beforeAll(async () => {
    await using directory = await temporaryDirectory();
    const content = await readFile(await makeClip(directory.path, 'clip.mp4'));
    server = await startServer();
    await upload(server, [{ name: 'secret.mp4', content }], { visibility: 'private' });
    await upload(server, [{ name: 'other.mp4', content }], { visibility: 'private' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const get = (path: string) => fetch(server.url + path);
  const sign = async (transformation: string, expiresIn?: number) => {
    const answer = await fetch(`${server.url}/sign`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ path: 'secret.mp4', transformation, expiresIn }),
    });
    expect(answer.status).toBe(200);
    return new URL(((await answer.json()) as { url: string }).url, server.url).pathname;
  };
  const statusUrlOf = async (url: string) => {
    const answer = await get(url);
    expect(answer.status).toBe(202);
    return ((await answer.json()) as { statusUrl: string }).statusUrl;
  };

  it('is told to who has the signature, up to the URL of the video', async () => {
    const url = await sign('w_90');
    const statusUrl = await statusUrlOf(url);
    expect(statusUrl).toBe(url.replace('/authenticated/', '/video-status/'));
    let shown: { status?: string; url?: string } = {};
    await untilTrue(async () => {
      const answer = await get(statusUrl);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      shown = (await answer.json()) as typeof shown;
      return shown.status === 'completed';
    });
    expect(shown.url).toBe(url);
    expect((await get(shown.url ?? '')).status).toBe(200);
    expect((await get(`${statusUrl}/size`)).status).toBe(200);
    expect((await get('/video-status/w_90/secret.mp4')).status).toBe(404);
    const forged = statusUrl.replace(/s--(.)/, (_all, first) => `s--${first === 'A' ? 'B' : 'A'}`);
    for (const wrong of [
      forged,
      `${forged}/size`,
      statusUrl.replace('secret', 'other'),
      statusUrl.replace('w_90', 'w_91'),
    ]) {
      expect((await get(wrong)).status).toBe(401);
    }
  });

  it('is told no longer than the signature is good', async () => {
    const url = await sign('w_90', 1);
    const endsAt = Number(/--(\d+)\//.exec(url)?.[1]) * 1000;
    const statusUrl = url.replace('/authenticated/', '/video-status/');
    await expectToEnd(async () => (await get(statusUrl)).status, endsAt, [200, 410]);
  });
});
