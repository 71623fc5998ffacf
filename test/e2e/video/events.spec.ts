import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEvents, type ShownEvent } from '../../support/event-stream.ts';
import { ask, untilDelivered, untilTrue } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

let server: RunningServer;
let clip: Buffer;
let long: Buffer;

beforeAll(async () => {
  await using directory = await temporaryDirectory();
  clip = await readFile(await makeClip(directory.path, 'clip.mp4'));
  const size = { width: 1280, height: 720, duration: 12 };
  long = await readFile(await makeClip(directory.path, 'long.mp4', size));
  server = await startServer({ env: { VIDEO_MAX_CONCURRENT: '1' } });
  await upload(server, [
    { name: 'a clip.mp4', content: clip },
    { name: 'long.mp4', content: long },
  ]);
});

afterAll(() => server[Symbol.asyncDispose]());

const enqueue = async (path: string) => {
  const answer = await fetch(`${server.url}/t/${path}`);
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { jobId: string }).jobId;
};
const named = (events: readonly ShownEvent[], name: string, jobId: string) =>
  events.filter((event) => event.name === name && event.data['jobId'] === jobId);
const told = async (events: readonly ShownEvent[], name: string, jobId: string) => {
  await untilTrue(() => Promise.resolve(named(events, name, jobId).length > 0));
  return named(events, name, jobId)[0]?.data;
};
const ID = /^\d+-\d+$/;

describe('the first client of a server that has just started', () => {
  it('misses nothing of what happens once it is connected', async () => {
    await using fresh = await startServer();
    await upload(fresh, [{ name: 'clip.mp4', content: clip }]);
    using stream = await openEvents(fresh.url);
    const answer = await fetch(`${fresh.url}/t/w_66/clip.mp4`);
    const { jobId } = (await answer.json()) as { jobId: string };
    await told(stream.events, 'job:completed', jobId);
    expect(named(stream.events, 'job:created', jobId)).toHaveLength(1);
    expect(stream.events[0]?.name).toBe('connected');
  });
});

describe('an event', () => {
  it('of a job that succeeds has the fields that are documented, and no others', async () => {
    using stream = await openEvents(server.url);
    expect(stream.status).toBe(200);
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers['cache-control']).toBe('no-store, no-transform');
    const transformation = 'w_1000,q_90';
    const jobId = await enqueue(`${transformation}/long.mp4`);
    const job = { jobId, path: 'long.mp4', transformation, priority: 'variant' };
    expect(await told(stream.events, 'job:created', jobId)).toEqual({ ...job, status: 'pending' });
    expect(await told(stream.events, 'job:started', jobId)).toEqual({
      ...job,
      status: 'processing',
      attempt: 1,
      workerId: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
    });
    expect(await told(stream.events, 'job:completed', jobId)).toEqual({
      ...job,
      status: 'completed',
      url: `/t/${transformation}/long.mp4`,
    });
    const progress = named(stream.events, 'job:progress', jobId).map(({ data }) => {
      expect(Object.keys(data).sort()).toEqual(['jobId', 'progress']);
      return Number(data['progress']);
    });
    expect(progress.length).toBeGreaterThan(1);
    expect(progress).toEqual([...progress].sort((one, other) => one - other));
    expect(progress.every((value) => value > 0 && value < 100)).toBe(true);
    expect(stream.events[0]).toMatchObject({
      name: 'connected',
      data: { clientId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    });
    const ids = stream.events.map(({ id }) => id);
    expect(ids.every((id) => ID.test(id))).toBe(true);
    // Ids grow: of two numbers of the same length the later one is the larger text.
    expect(ids).toEqual(
      [...ids].sort((one, other) => one.localeCompare(other, 'en', { numeric: true })),
    );
  });

  it('leads to the video, whatever its path is written with', async () => {
    using stream = await openEvents(server.url);
    const jobId = await enqueue('w_68/a%20clip.mp4');
    const completed = await told(stream.events, 'job:completed', jobId);
    expect(completed).toMatchObject({ path: 'a clip.mp4', url: '/t/w_68/a%20clip.mp4' });
    expect((await fetch(`${server.url}${String(completed?.['url'])}`)).status).toBe(200);
  });

  it('of a job that fails tells why, which attempt it was and whether there will be another', async () => {
    using stream = await openEvents(server.url);
    const jobId = await enqueue('so_100,w_70/long.mp4');
    const job = {
      jobId,
      path: 'long.mp4',
      transformation: 'so_100,w_70',
      priority: 'variant',
      status: 'error',
      error: 'The cut starts at 100 s, and the video is 12 s long.',
      willRetry: false,
    };
    expect(await told(stream.events, 'job:error', jobId)).toMatchObject({ ...job, attempt: 1 });
    const event = named(stream.events, 'job:error', jobId)[0]?.data;
    expect(Object.keys(event ?? {}).sort()).toEqual([...Object.keys(job), 'attempt'].sort());
    await untilTrue(
      async () => (await ask(server, 'POST', `/queue/jobs/${jobId}/retry`)).status === 200,
    );
    await untilTrue(() => Promise.resolve(named(stream.events, 'job:error', jobId).length === 2));
    expect(named(stream.events, 'job:created', jobId)).toHaveLength(2);
  });

  it('of a job that is cancelled is the same whether it ran or waited', async () => {
    using stream = await openEvents(server.url);
    const running = await enqueue('f_webm,q_94/long.mp4');
    await told(stream.events, 'job:started', running);
    const waiting = await enqueue('f_webm,q_95/long.mp4');
    for (const id of [waiting, running]) await ask(server, 'POST', `/queue/jobs/${id}/cancel`);
    for (const [jobId, quality] of [
      [running, 94],
      [waiting, 95],
    ] as const) {
      expect(await told(stream.events, 'job:cancelled', jobId)).toEqual({
        jobId,
        path: 'long.mp4',
        transformation: `q_${quality},f_webm`,
        priority: 'variant',
        status: 'cancelled',
      });
    }
  });

  it('tells of one new job once, however many ask for it at the same time', async () => {
    using stream = await openEvents(server.url);
    const asked = Array.from({ length: 20 }, () => fetch(`${server.url}/t/w_72,q_55/a%20clip.mp4`));
    const [answer] = await Promise.all(asked);
    const { jobId } = (await answer?.json()) as { jobId: string };
    await told(stream.events, 'job:completed', jobId);
    for (const name of ['job:created', 'job:started', 'job:completed']) {
      expect(named(stream.events, name, jobId), name).toHaveLength(1);
    }
  });
});

describe('a client that comes back', () => {
  it('is told what it missed, in order and once, and then what happens', async () => {
    const first = await openEvents(server.url);
    const missed = await enqueue('w_74/a%20clip.mp4');
    await told(first.events, 'job:created', missed);
    first.close();
    const last = named(first.events, 'job:created', missed)[0]?.id ?? '';
    await (await untilDelivered(server, '/t/w_74/a%20clip.mp4')).bytes();
    using again = await openEvents(server.url, { 'Last-Event-ID': last });
    await told(again.events, 'job:completed', missed);
    const live = await enqueue('w_76/a%20clip.mp4');
    await told(again.events, 'job:completed', live);
    expect(named(again.events, 'job:created', missed)).toEqual([]);
    expect(named(again.events, 'job:started', missed)).toHaveLength(1);
    expect(again.events[0]).toMatchObject({ id: last, name: 'connected' });
    const ids = again.events.slice(1).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('goes on where it was when all it has been told is that it is connected', async () => {
    const first = await openEvents(server.url);
    await untilTrue(() => Promise.resolve(first.events.length > 0));
    first.close();
    const missed = await enqueue('w_78/a%20clip.mp4');
    const last = first.events[0]?.id ?? '';
    using again = await openEvents(server.url, { 'Last-Event-ID': last });
    await told(again.events, 'job:completed', missed);
    expect(
      again.events.every(({ data }) => [missed, undefined].includes(data['jobId'] as string)),
    ).toBe(true);
  });

  it.each([
    [80, ''],
    [82, 'abc'],
    [84, '1-'],
    [86, '-1'],
    [88, '1-1-1'],
    [90, '9999999999999999-0'],
    [92, '%0d%0aid: 1'],
    [94, '1'.repeat(100)],
  ])(
    'with an id that no event has had is told what happens from now on (%i: %j)',
    async (width, id) => {
      using stream = await openEvents(server.url, { 'Last-Event-ID': id });
      expect(stream.status).toBe(200);
      const jobId = await enqueue(`w_${width}/a%20clip.mp4`);
      await told(stream.events, 'job:completed', jobId);
      expect(named(stream.events, 'job:created', jobId)).toHaveLength(1);
      expect(stream.events.every((event) => ID.test(event.id))).toBe(true);
    },
  );
});
