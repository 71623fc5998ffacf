import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, untilTrue, type ShownJob } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { inspect, makeClip } from '../../support/video-clips.ts';

/** How many kills; each costs about a second and a half, and the recovery of a killed process up to fifteen. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 5);
const VICTIMS = ['ffmpeg', 'redis', 'server'] as const;

let server: RunningServer;
let key: string;
let directory: string;
const jobs = new Map<string, string>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-kills-'));
  server = await startServer({ dataDirectory: directory });
  key = server.key;
  const clip = await makeClip(directory, 'clip.mp4', { width: 640, height: 360, duration: 3 });
  await upload(server, [{ name: 'clip.mp4', content: await readFile(clip) }]);
});

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

/** The processes that work on this test's directory, by program. */
async function processes(): Promise<readonly { readonly pid: number; readonly line: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=', '-ww']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(directory) && !line.includes('ps -eo'))
    .map((line) => ({ pid: Number.parseInt(line, 10), line }));
}

async function kill(victim: (typeof VICTIMS)[number]): Promise<void> {
  if (victim === 'server') {
    await server.kill();
    server = await startServer({ dataDirectory: directory });
    return;
  }
  const word = victim === 'redis' ? 'redis-server' : 'ffmpeg';
  for (const { pid, line } of await processes()) {
    if (!line.includes(word)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
}

const at = () => ({ url: server.url, key });

async function enqueue(transformation: string): Promise<void> {
  await untilTrue(async () => {
    const answer = await fetch(`${server.url}/t/${transformation}/clip.mp4`);
    const body = (await answer.json()) as { jobId?: string };
    if (answer.status !== 202 || body.jobId === undefined) return false;
    jobs.set(transformation, body.jobId);
    return true;
  });
}

describe('kills at random moments', () => {
  it(
    `lose no job, make no variant twice and leave nothing behind (${ROUNDS} kills)`,
    { timeout: 60_000 + ROUNDS * 20_000 },
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const victim = VICTIMS[round % VICTIMS.length] ?? 'ffmpeg';
        await enqueue(`w_${200 + 2 * round}`);
        await enqueue(`w_${200 + 2 * round},q_90`);
        await sleep(Math.random() * 1_200);
        await kill(victim);
      }
      await untilTrue(
        async () => {
          const states = await Promise.all(
            [...jobs.values()].map((id) => ask<ShownJob>(at(), 'GET', `/queue/jobs/${id}`)),
          );
          expect(states.every(({ status }) => status === 200)).toBe(true);
          return states.every(
            ({ body }) =>
              body.status === 'completed' || (body.error !== undefined && body.status === 'error'),
          );
        },
        30 + ROUNDS * 15,
        500,
      );
      for (const [transformation, id] of jobs) {
        const { body } = await ask<ShownJob>(at(), 'GET', `/queue/jobs/${id}`);
        expect(body).toMatchObject({ status: 'completed' });
        const answer = await fetch(`${server.url}/t/${transformation}/clip.mp4`);
        expect(answer.status).toBe(200);
        const file = join(directory, 'delivered.mp4');
        await writeFile(file, Buffer.from(await answer.arrayBuffer()));
        expect((await inspect(file)).frames).toBe(90);
      }
      const total = (await ask<{ total: number }>(at(), 'GET', '/queue/stats')).body.total;
      expect(total).toBe(jobs.size);
      const cached = await readdir(join(directory, 'cache'), {
        recursive: true,
        withFileTypes: true,
      });
      expect(cached.filter((entry) => entry.isFile() && entry.name.endsWith('.mp4'))).toHaveLength(
        jobs.size,
      );
      expect(await readdir(join(directory, 'tmp'))).toEqual([]);
      expect((await processes()).filter(({ line }) => line.includes('ffmpeg'))).toEqual([]);
      await server.stop();
      expect(await processes()).toEqual([]);
    },
  );
});
