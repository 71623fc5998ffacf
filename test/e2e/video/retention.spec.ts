import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, untilDelivered, untilTrue } from '../../support/queue-client.ts';
import { startRedis, type RunningRedis } from '../../support/redis.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

const HOURS = 2;
const FAILING = '/t/so_100,w_60/clip.mp4';

let files: TemporaryDirectory;
let redis: RunningRedis;
let client: Redis;
let server: RunningServer;

const start = (dataDirectory: string) =>
  startServer({
    dataDirectory,
    env: { REDIS_URL: redis.url, VIDEO_JOB_CLEANUP_HOURS: String(HOURS) },
  });

beforeAll(async () => {
  files = await temporaryDirectory();
  redis = await startRedis();
  client = new Redis(redis.url);
  server = await start(files.path);
  const clip = await makeClip(files.path, 'clip.mp4');
  await upload(server, [{ name: 'clip.mp4', content: await readFile(clip) }]);
  // A failure from before the asset was there would be tried again.
  const stored = hoursAgo(2 * HOURS) / 1_000;
  await utimes(join(files.path, 'originals/clip.mp4'), stored, stored);
});

afterAll(async () => {
  await server.stop();
  client.disconnect();
  await redis[Symbol.asyncDispose]();
  await files[Symbol.asyncDispose]();
});

const jobs = async () =>
  (await ask<{ jobs: { id: string; status: string }[] }>(server, 'GET', '/queue/jobs')).body.jobs;

const hoursAgo = (hours: number) => Date.now() - hours * 3_600_000;

/** Has a job's end be longer ago than it was. */
async function age(id: string, hours: number): Promise<void> {
  const ended = hoursAgo(hours);
  await client.hset(`openinary:video:${id}`, 'finishedOn', ended);
  for (const state of ['completed', 'failed']) {
    await client.zadd(`openinary:video:${state}`, 'XX', ended, id);
  }
  await client.zadd('openinary:video:cancelled-jobs', 'XX', ended, id);
}

describe('a job that has ended', () => {
  it('is forgotten after the time it is kept for, though no other job ends', async () => {
    const { key } = server;
    await (await untilDelivered(server, '/t/w_60/clip.mp4')).bytes();
    expect((await untilDelivered(server, FAILING)).status).toBe(422);
    expect((await untilDelivered(server, '/t/so_90,w_60/clip.mp4')).status).toBe(422);
    const ended = await jobs();
    expect(ended.map(({ status }) => status).sort()).toEqual(['completed', 'error', 'error']);
    const [recent = { id: '' }, ...old] = ended.filter(({ status }) => status === 'error');
    const completed = ended.filter(({ status }) => status === 'completed');
    for (const { id } of [...old, ...completed]) await age(id, HOURS + 0.1);
    await age(recent.id, HOURS - 0.1);
    // What is left of one that was cancelled and whose job is gone.
    await client.zadd('openinary:video:cancelled-jobs', 1, 'gone');
    await server.stop();
    server = { ...(await start(files.path)), key };
    await untilTrue(async () => (await jobs()).length === 1);
    expect((await jobs()).map(({ id }) => id)).toEqual([recent.id]);
    await untilTrue(async () => (await client.zcard('openinary:video:cancelled-jobs')) === 0);
    // The variant is there all the same, and what failed may be tried again by asking.
    expect((await fetch(`${server.url}/t/w_60/clip.mp4`)).status).toBe(200);
    const answers = await Promise.all(
      [FAILING, '/t/so_90,w_60/clip.mp4'].map((path) => fetch(server.url + path)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 422]);
  });
});
