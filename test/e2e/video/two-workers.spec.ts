import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  openQueue,
  pidOfWorker,
  untilDelivered,
  untilTrue,
  type ShownJob,
} from '../../support/queue-client.ts';
import { startRedis, type RunningRedis } from '../../support/redis.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

const JOBS = 20;

let directory: string;
let redis: RunningRedis;
let api: RunningServer;
let workers: readonly RunningServer[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-workers-'));
  redis = await startRedis();
  const env = { REDIS_URL: redis.url };
  api = await startServer({ dataDirectory: directory, env: { ...env, ROLE: 'api' } });
  const worker = () => startServer({ dataDirectory: directory, env: { ...env, ROLE: 'worker' } });
  workers = [await worker(), await worker()];
  const clip = await makeClip(directory, 'clip.mp4', { width: 640, height: 360, duration: 2 });
  await upload(api, [{ name: 'clip.mp4', content: await readFile(clip) }]);
});

afterAll(async () => {
  try {
    for (const process of workers) await process.stop();
    await api.stop();
  } finally {
    // Also when a server did not start: nothing may be left behind.
    await redis[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  }
});

describe('two workers on one Redis', () => {
  it('share jobs, none done twice, and the API process tells of all', async () => {
    const done = new Set<unknown>();
    const following = await openQueue(
      api,
      (events) => {
        for (const { name, data } of events) if (name === 'job:completed') done.add(data['jobId']);
        return done.size === JOBS;
      },
      { seconds: 55 },
    );
    await untilTrue(async () => {
      const { body } = await ask<{ workers: unknown[] }>(api, 'GET', '/queue/worker/stats');
      return body.workers.length === 2;
    });
    for (let number = 0; number < JOBS; number++) {
      expect((await fetch(`${api.url}/t/w_${100 + 2 * number}/clip.mp4`)).status).toBe(202);
    }
    const events = await following.events;
    const started = events.filter(({ name }) => name === 'job:started');
    expect(new Set(started.map(({ data }) => data['jobId'])).size).toBe(JOBS);
    expect(started).toHaveLength(JOBS);
    expect(new Set(started.map(({ data }) => data['workerId'])).size).toBe(2);
    expect(events.some(({ name }) => name === 'job:progress')).toBe(true);
    const { body } = await ask<{ workers: { completed: number }[] }>(
      api,
      'GET',
      '/queue/worker/stats',
    );
    expect(body.workers.reduce((sum, { completed }) => sum + completed, 0)).toBe(JOBS);
  });

  it('make again what an API process on the same disk has removed', async () => {
    const asked = [100, 102, 104, 106, 108, 110].map((width) => `/t/w_${width}/clip.mp4`);
    expect((await ask(api, 'DELETE', '/invalidate/clip.mp4')).status).toBe(200);
    for (const path of asked) expect((await fetch(api.url + path)).status).toBe(202);
    for (const path of asked) expect((await untilDelivered(api, path)).status).toBe(200);
  });

  it('that are stopped give the job back, and the next one takes it without losing an attempt', async () => {
    const answer = await fetch(`${api.url}/t/f_webm,q_95,w_640/clip.mp4`);
    const { jobId } = (await answer.json()) as { jobId: string };
    const job = async () => (await ask<ShownJob>(api, 'GET', `/queue/jobs/${jobId}`)).body;
    await untilTrue(async () => (await job()).status === 'processing');
    const pid = await pidOfWorker(api, (await job()).workerId);
    const runner = workers.find(({ process }) => process.pid === pid);
    expect(await runner?.stop()).toBe(0);
    await untilTrue(async () => (await job()).status === 'completed');
    expect((await job()).attempts).toBe(0);
  });
});
