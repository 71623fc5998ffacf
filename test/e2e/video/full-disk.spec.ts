import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, untilDelivered, untilTrue, type ShownJob } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { inspect, makeClip } from '../../support/video-clips.ts';

const execute = promisify(execFile);
const DISK_MIB = 48;
const FREE_MIB = 2;

let outside: string;
let disk: string;
let isMounted: boolean;
let server: RunningServer;
let clip: string;

/** Mounts a small file system; only root may. */
const mount = (directory: string) =>
  execute('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', directory]).then(
    () => true,
    () => false,
  );

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'openinary-outside-'));
  disk = await mkdtemp(join(tmpdir(), 'openinary-disk-'));
  isMounted = await mount(disk);
  // Where nothing may be mounted, the other bound on what a render may write is met.
  const env = { VIDEO_JOB_RETRY_MAX: '1', ...(!isMounted && { CACHE_MAX_BYTES: '1048576' }) };
  // Noise: as many bytes as a picture can take.
  clip = await makeClip(outside, 'noise.mp4', {
    width: 640,
    height: 360,
    duration: 4,
    filter: 'noise=alls=60:allf=t',
    more: ['-crf', '30'],
  });
  server = await startServer({ dataDirectory: disk, env });
  await upload(server, [{ name: 'noise.mp4', content: await readFile(clip) }]);
});

afterAll(async () => {
  await server.stop();
  if (isMounted) await execute('umount', [disk]);
  await rm(disk, { recursive: true, force: true });
  await rm(outside, { recursive: true, force: true });
});

/** Leaves as little free as a render of noise does not fit into. */
async function fillDisk(): Promise<string> {
  const filler = join(disk, 'filler');
  const { stdout } = await execute('df', ['-k', '--output=avail', disk]);
  const free = Number(stdout.trim().split('\n').at(-1)) * 1024;
  await writeFile(filler, Buffer.alloc(Math.max(0, free - FREE_MIB * 1024 * 1024)));
  return filler;
}

const job = async (id: string) => (await ask<ShownJob>(server, 'GET', `/queue/jobs/${id}`)).body;

describe('a disk that is full while a video is encoded', () => {
  it('fails the job with the reason, serves nothing of it, and is no matter once there is room', async () => {
    const filler = isMounted ? await fillDisk() : undefined;
    const path = '/t/q_100/noise.mp4';
    const { jobId } = (await (await fetch(server.url + path)).json()) as { jobId: string };
    await untilTrue(async () => (await job(jobId)).status === 'error', 50);
    const { error, attempts } = await job(jobId);
    expect(error).toMatch(isMounted ? /disk is full/ : /too large to be kept/);
    // A full disk may pass, a result that is too large does not.
    expect(attempts).toBe(isMounted ? 2 : 1);
    const answer = await fetch(server.url + path);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { detail: string }).detail).toBe(error);
    expect(await readdir(join(disk, 'tmp'))).toEqual([]);
    const cached = await readdir(join(disk, 'cache'), { recursive: true });
    expect(cached.filter((name) => name.endsWith('.mp4'))).toEqual([]);
    if (filler === undefined) return;
    await rm(filler);
    await untilTrue(
      async () => (await ask(server, 'POST', `/queue/jobs/${jobId}/retry`)).status === 200,
    );
    const made = await untilDelivered(server, path);
    expect(made.status).toBe(200);
    const file = join(outside, 'made.mp4');
    await writeFile(file, Buffer.from(await made.arrayBuffer()));
    expect((await inspect(file)).frames).toBe(120);
  });
});

describe('a disk that is nearly full, or can only be read', () => {
  it('is told of, and what it holds goes on being delivered', async () => {
    const ready = async () => {
      const answer = await fetch(`${server.url}/health/ready`);
      return { code: answer.status, ...((await answer.json()) as object) };
    };
    if (!isMounted) {
      // The disk is the machine's own.
      expect((await ready()).code).toBe(200);
      return;
    }
    const nearlyFull = { status: 'degraded', reason: 'the disk is nearly full' };
    const state = { code: 200, status: 'degraded', components: { disk: nearlyFull } };
    expect(await ready()).toMatchObject(state);
    // A file that is open for writing keeps a file system writable, but for a mount of its own.
    await execute('mount', ['--bind', disk, disk]);
    try {
      await execute('mount', ['-o', 'remount,bind,ro', disk]);
      const storage = { status: 'degraded', reason: 'The storage can only be read.' };
      expect(await ready()).toMatchObject({ ...state, components: { storage } });
      const { status } = await fetch(`${server.url}/t/noise.mp4`, {
        headers: { Range: 'bytes=0-9' },
      });
      expect(status).toBe(206);
    } finally {
      await execute('umount', [disk]);
    }
  });
});
