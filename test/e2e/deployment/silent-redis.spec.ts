import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilTrue } from '../../support/queue-client.ts';
import { startService, type RunningService } from '../../support/service.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';
import { ADMIN, call, makeKey, signIn, type MadeKey } from '../security/requests.ts';

/** What a client waits for without giving up, ms; on a machine that does much else. */
const PATIENCE_MS = 15_000;

describe('a Redis that keeps its connections and says nothing', () => {
  let service: RunningService;
  let known: MadeKey;

  beforeAll(async () => {
    service = await startService(ADMIN);
    const content = await sharp({
      create: { width: 600, height: 400, channels: 3, background: '#583' },
    })
      .jpeg()
      .toBuffer();
    await using directory = await temporaryDirectory();
    const clip = await makeClip(directory.path, 'clip.mp4', { duration: 1 });
    await upload(service, [
      { name: 'photo.jpg', content },
      { name: 'clip.mp4', content: await readFile(clip) },
    ]);
    expect((await fetch(`${service.url}/t/w_60/photo.jpg`)).status).toBe(200);
    known = await makeKey(service.api(0), { key: service.key });
    for (let count = 0; count < 3; count += 1) expect(await statusesOf(known)).toEqual([200, 200]);
    service.redis.freeze();
  }, 120_000);
  afterAll(async () => {
    await service.redis.start();
    await service[Symbol.asyncDispose]();
  });

  const get = (path: string) =>
    fetch(service.url + path, { signal: AbortSignal.timeout(PATIENCE_MS) });

  const statusesOf = async (made: MadeKey) => {
    const asked = service.apis.map((api) => call(api, '/storage', { key: made.key }));
    return (await Promise.all(asked)).map(({ status }) => status);
  };
  const disable = async (made: MadeKey) => {
    const change = { method: 'PATCH', key: service.key, json: { enabled: false } };
    expect((await call(service.api(1), `/api-keys/${made.id}`, change)).status).toBe(200);
  };

  it('keeps no key alive that is disabled before anybody has noticed', async () => {
    await disable(known);
    expect(await statusesOf(known)).toEqual([401, 401]);
  });

  it('is missed by videos alone', async () => {
    for (let round = 0; round < 6; round += 1) {
      expect((await get('/health/ready')).status).toBe(200);
      expect((await get('/t/w_60/photo.jpg')).status).toBe(200);
      expect((await get(`/t/w_${70 + round}/photo.jpg`)).status).toBe(200);
      expect((await call(service, '/storage', { key: service.key })).status).toBe(200);
      const video = await get('/t/w_90/clip.mp4');
      expect(video.status).toBe(503);
      expect(Number(video.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await signIn(service);
    const made = await makeKey(service.api(0), { key: service.key });
    for (let count = 0; count < 2; count += 1) expect(await statusesOf(made)).toEqual([200, 200]);
    await disable(made);
    expect(await statusesOf(made)).toEqual([401, 401]);
  }, 180_000);

  it('is used again as soon as it speaks', async () => {
    await service.redis.start();
    await untilTrue(async () => (await get('/t/w_90/clip.mp4')).status === 200, 60);
    await untilTrue(async () => (await call(service, '/health/ready')).text.includes('"ready"'));
  }, 120_000);
});
