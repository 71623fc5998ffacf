import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  followQueue,
  openQueue,
  untilDelivered,
  untilTrue,
  type ShownJob,
} from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

let server: RunningServer;
let directory: string;
let long: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-jobs-e2e-'));
  long = await readFile(
    await makeClip(directory, 'long.mp4', { width: 1280, height: 720, duration: 12 }),
  );
  server = await startServer();
  await upload(server, [{ name: 'long.mp4', content: long }]);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

describe('a job', () => {
  const enqueue = async (transformation: string, name = 'long.mp4') => {
    const answer = await fetch(`${server.url}/t/${transformation}/${name}`);
    return ((await answer.json()) as { jobId: string }).jobId;
  };
  const job = async (id: string) => (await ask<ShownJob>(server, 'GET', `/queue/jobs/${id}`)).body;

  it('is followed by events, which go on where a client stopped', async () => {
    const following = await openQueue(server, (events) =>
      events.some(({ name }) => name === 'job:completed'),
    );
    const id = await enqueue('w_90,q_43');
    const events = (await following.events).filter(({ data }) => data['jobId'] === id);
    const names = events.map(({ name }) => name);
    expect([...new Set(names)]).toEqual([
      'job:created',
      'job:started',
      'job:progress',
      'job:completed',
    ]);
    expect(events.at(-1)?.data['url']).toBe('/t/w_90,q_43/long.mp4');
    const again = await followQueue(
      server,
      (seen) => seen.some(({ name }) => name === 'job:completed'),
      {
        lastEventId: events[1]?.id ?? '',
      },
    );
    expect(again.filter(({ data }) => data['jobId'] === id).map(({ name }) => name)).toEqual(
      names.slice(2),
    );
  });

  it('can be cancelled while it runs and while it waits, and be tried again', async () => {
    const running = await enqueue('f_webm,q_91');
    const waiting = await enqueue('f_webm,q_92');
    await untilTrue(async () => (await job(running)).status === 'processing');
    const asked = Date.now();
    const cancelled = await ask<{ job: ShownJob }>(server, 'POST', `/queue/jobs/${running}/cancel`);
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(cancelled).toMatchObject({ status: 200, body: { job: { status: 'cancelled' } } });
    await untilTrue(async () => (await job(waiting)).status === 'processing');
    const next = await enqueue('f_webm,q_93');
    expect(
      (await ask<{ job: ShownJob }>(server, 'POST', `/queue/jobs/${next}/cancel`)).body.job.status,
    ).toBe('cancelled');
    expect((await ask(server, 'POST', `/queue/jobs/${next}/cancel`)).status).toBe(409);
    expect((await fetch(`${server.url}/t/f_webm,q_93/long.mp4`)).status).toBe(422);
    const list = await ask<{ jobs: ShownJob[]; total: number }>(
      server,
      'GET',
      '/queue/jobs?status=cancelled',
    );
    expect(list.body.jobs.map(({ id }) => id).sort()).toEqual([running, next].sort());
    expect((await ask(server, 'DELETE', `/queue/jobs/${waiting}`)).status).toBe(200);
    expect((await ask(server, 'GET', `/queue/jobs/${waiting}`)).status).toBe(404);
    const retried = await ask<{ job: ShownJob }>(server, 'POST', `/queue/jobs/${next}/retry`);
    expect(retried.status).toBe(200);
    await untilTrue(async () => (await job(next)).status === 'processing');
    expect((await ask(server, 'POST', `/queue/jobs/${next}/retry`)).status).toBe(409);
    await ask(server, 'POST', `/queue/jobs/${next}/cancel`);
  });

  it('goes with its asset, even while it runs', async () => {
    await upload(server, [{ name: 'gone.mp4', content: long }]);
    const id = await enqueue('f_webm,q_90', 'gone.mp4');
    await untilTrue(async () => (await job(id)).status === 'processing');
    const removed = await ask<{ details: { jobsDeleted: number } }>(
      server,
      'DELETE',
      '/storage/gone.mp4',
    );
    expect(removed.body.details.jobsDeleted).toBe(1);
    expect((await ask(server, 'GET', `/queue/jobs/${id}`)).status).toBe(404);
  });

  it('is counted, and its worker shown', async () => {
    const completed = async () =>
      (await ask<{ completed: number }>(server, 'GET', '/queue/stats')).body.completed;
    const before = await completed();
    expect((await untilDelivered(server, '/t/w_64,q_44/long.mp4')).status).toBe(200);
    // The variant is there a moment before its job is counted.
    await untilTrue(async () => (await completed()) === before + 1);
    const workers = await ask<{ workers: { pid: number }[] }>(server, 'GET', '/queue/worker/stats');
    expect(workers.body.workers.map(({ pid }) => pid)).toEqual([server.process.pid]);
  });

  it('that nobody knows is not found, and the queue is not shown to strangers', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/retry'],
      ['POST', '/cancel'],
      ['DELETE', ''],
    ]) {
      expect((await ask(server, method ?? '', `/queue/jobs/unknown${path}`)).status).toBe(404);
    }
    expect((await fetch(`${server.url}/queue/jobs`)).status).toBe(401);
    expect((await ask(server, 'GET', '/queue/jobs?limit=9999')).status).toBe(400);
  });
});
