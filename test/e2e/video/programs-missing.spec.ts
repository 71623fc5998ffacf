import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../../src/config/installed-program.ts';
import { ask, untilDelivered, type ShownJob } from '../../support/queue-client.ts';
import { startRedis } from '../../support/redis.ts';
import { startServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

describe('a machine with Redis and without ffmpeg', () => {
  it('keeps jobs waiting, untried, and does them once ffmpeg is installed', async () => {
    await using directory = await temporaryDirectory();
    const content = await readFile(await makeClip(directory.path, 'clip.mp4', { duration: 0.5 }));
    const programs = join(directory.path, 'bin');
    await mkdir(programs);
    await using redis = await startRedis();
    await using server = await startServer({ env: { PATH: programs, REDIS_URL: redis.url } });
    const install = async (name: string) =>
      symlink((await findProgram(name)) ?? '', join(programs, name));
    expect((await upload(server, [{ name: 'clip.mp4', content }])).status).toBe(200);
    const asked = await fetch(`${server.url}/t/w_64/clip.mp4`);
    expect(asked.status).toBe(202);
    const { jobId } = (await asked.json()) as { jobId: string };
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
});
