import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, untilTrue, type ShownJob } from '../../support/queue-client.ts';
import { startRedis, type RunningRedis } from '../../support/redis.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { inspect, makeClip } from '../../support/video-clips.ts';

/** How many kills: of a worker, of the Redis that all share, and of an encoder, in turn. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 6);
const VICTIMS = ['worker', 'redis', 'ffmpeg'] as const;

let directory: string;
let redis: RunningRedis;
let api: RunningServer;
let workers: RunningServer[] = [];
const jobs = new Map<string, string>();

const environment = (role: string) => ({
  dataDirectory: directory,
  env: { REDIS_URL: redis.url, ROLE: role, VIDEO_MAX_CONCURRENT: '1' },
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-worker-kills-'));
  redis = await startRedis();
  api = await startServer(environment('api'));
  workers = [await startServer(environment('worker')), await startServer(environment('worker'))];
  const clip = await makeClip(directory, 'clip.mp4', { width: 640, height: 360, duration: 3 });
  await upload(api, [{ name: 'clip.mp4', content: await readFile(clip) }]);
});

afterAll(async () => {
  try {
    for (const worker of workers) await worker.stop();
    await api.stop();
  } finally {
    await redis[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  }
});

/** The encoders that work on this test's directory. */
async function encoders(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=', '-ww']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(directory) && line.includes('ffmpeg'))
    .map((line) => Number.parseInt(line, 10));
}

async function kill(victim: (typeof VICTIMS)[number]): Promise<void> {
  if (victim === 'worker') {
    const [first] = workers.splice(0, 1);
    await first?.kill();
    workers.push(await startServer(environment('worker')));
  } else if (victim === 'redis') {
    await redis.stop();
    await redis.start();
  } else {
    for (const pid of await encoders()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    }
  }
}

async function enqueue(transformation: string): Promise<void> {
  await untilTrue(async () => {
    const answer = await fetch(`${api.url}/t/${transformation}/clip.mp4`);
    const body = (await answer.json()) as { jobId?: string };
    if (answer.status !== 202 || body.jobId === undefined) return false;
    jobs.set(transformation, body.jobId);
    return true;
  });
}

describe('two workers, their Redis and their encoders, killed at random moments', () => {
  it(
    `lose no job, make no variant twice and leave nothing behind (${ROUNDS} kills)`,
    { timeout: 90_000 + ROUNDS * 20_000 },
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        await enqueue(`w_${200 + 2 * round}`);
        await enqueue(`w_${200 + 2 * round},q_90`);
        await sleep(Math.random() * 1_200);
        await kill(VICTIMS[round % VICTIMS.length] ?? 'worker');
      }
      const shown = () =>
        Promise.all([...jobs.values()].map((id) => ask<ShownJob>(api, 'GET', `/queue/jobs/${id}`)));
      const hasEnded = ({ body }: Awaited<ReturnType<typeof shown>>[number]) =>
        body.status === 'completed' || (body.status === 'error' && body.error !== undefined);
      await untilTrue(async () => (await shown()).every(hasEnded), 60 + ROUNDS * 15, 500);
      for (const [transformation] of jobs) {
        const answer = await fetch(`${api.url}/t/${transformation}/clip.mp4`);
        expect(answer.status).toBe(200);
        const file = join(directory, 'delivered.mp4');
        await writeFile(file, Buffer.from(await answer.arrayBuffer()));
        expect((await inspect(file)).frames).toBe(90);
      }
      const total = (await ask<{ total: number }>(api, 'GET', '/queue/stats')).body.total;
      expect(total).toBe(jobs.size);
      const cached = await readdir(join(directory, 'cache'), { recursive: true });
      expect(cached.filter((name) => name.endsWith('.mp4'))).toHaveLength(jobs.size);
      expect(await readdir(join(directory, 'tmp'))).toEqual([]);
      expect(await encoders()).toEqual([]);
    },
  );
});
