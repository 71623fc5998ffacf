import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../../src/process/installed-program.ts';
import { ask, untilDelivered, type ShownJob } from '../../support/queue-client.ts';
import { startRedis } from '../../support/redis.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

/** A server on a Redis, whose programs are those of a folder of its own. */
async function startOn(directory: TemporaryDirectory, programs: readonly string[]) {
  const folder = join(directory.path, 'bin');
  await mkdir(folder);
  const install = async (name: string) =>
    symlink((await findProgram(name)) ?? '', join(folder, name));
  for (const name of programs) await install(name);
  const redis = await startRedis();
  const server = await startServer({ env: { PATH: folder, REDIS_URL: redis.url } });
  const content = await readFile(await makeClip(directory.path, 'clip.mp4', { duration: 0.5 }));
  expect((await upload(server, [{ name: 'clip.mp4', content }])).status).toBe(200);
  return {
    server,
    install,
    remove: (name: string) => rm(join(folder, name)),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}

async function jobOf({ url }: RunningServer, path: string): Promise<string> {
  const asked = await fetch(`${url}${path}`);
  expect(asked.status).toBe(202);
  return ((await asked.json()) as { jobId: string }).jobId;
}

describe('a machine with Redis and without ffmpeg', () => {
  it('keeps jobs waiting, untried, and does them once ffmpeg is installed', async () => {
    await using directory = await temporaryDirectory();
    await using machine = await startOn(directory, []);
    const { server, install } = machine;
    const jobId = await jobOf(server, '/t/w_64/clip.mp4');
    await install('ffprobe');
    // Longer than the first failure and its repetition would take, and than the worker looks away.
    await sleep(5_000);
    const { body } = await ask<ShownJob>(server, 'GET', `/queue/jobs/${jobId}`);
    expect(body).toMatchObject({ status: 'pending', attempts: 0 });
    const workers = await ask<{ workers: unknown[] }>(server, 'GET', '/queue/worker/stats');
    expect(workers.body.workers).toEqual([]);
    expect(server.logs.join('\n')).toContain('ffmpeg is not installed');
    await install('ffmpeg');
    const made = await untilDelivered(server, '/t/w_64/clip.mp4');
    expect(made.status).toBe(200);
    expect(made.headers.get('content-type')).toBe('video/mp4');
  });

  it('does not count attempts against a job while ffmpeg is removed', async () => {
    await using directory = await temporaryDirectory();
    await using machine = await startOn(directory, ['ffmpeg', 'ffprobe']);
    const { server, install, remove } = machine;
    const job = async (id: string) =>
      (await ask<ShownJob>(server, 'GET', `/queue/jobs/${id}`)).body;
    expect(await jobOf(server, '/t/w_64/clip.mp4')).not.toBe('');
    expect((await untilDelivered(server, '/t/w_64/clip.mp4')).status).toBe(200);
    await remove('ffmpeg');
    const jobId = await jobOf(server, '/t/w_66/clip.mp4');
    await expect
      .poll(() => job(jobId), { timeout: 20_000 })
      .toMatchObject({
        status: 'pending',
        attempts: 0,
        error: expect.stringContaining('ffmpeg') as string,
      });
    await install('ffmpeg');
    expect((await untilDelivered(server, '/t/w_66/clip.mp4')).status).toBe(200);
    expect(await job(jobId)).toMatchObject({ status: 'completed', attempts: 0 });
  });
});
