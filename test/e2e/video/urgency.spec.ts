import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, untilTrue, type ShownJob } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

type Prioritised = ShownJob & { readonly priority: string; readonly transformation: string };

describe('a job made in advance', () => {
  let server: RunningServer;
  let short: Buffer;
  beforeAll(async () => {
    await using directory = await temporaryDirectory();
    short = await readFile(await makeClip(directory.path, 'race.mp4', { duration: 0.5 }));
    const content = await readFile(
      await makeClip(directory.path, 'long.mp4', { width: 1280, height: 720, duration: 12 }),
    );
    server = await startServer({ env: { VIDEO_MAX_CONCURRENT: '1' } });
    await upload(server, [{ name: 'long.mp4', content }]);
    await fetch(`${server.url}/t/f_webm,q_91/long.mp4`);
    await upload(server, [{ name: 'warm.mp4', content }], {
      transformations: JSON.stringify(['w_60', 'w_62', 'w_64']),
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const pending = async () =>
    (await ask<{ jobs: Prioritised[] }>(server, 'GET', '/queue/jobs?status=pending')).body.jobs;
  const line = async () =>
    (await pending()).map(({ transformation, priority }) => `${transformation} ${priority}`);

  it('goes ahead of its like once it is asked for, is one job still, and is done', async () => {
    await untilTrue(async () => (await pending()).length === 3);
    const [first, second, last] = await pending();
    if (first === undefined || second === undefined || last === undefined) throw new Error('Gone.');
    const asked = await fetch(`${server.url}/t/${last.transformation}/warm.mp4`);
    expect(asked.status).toBe(202);
    expect(await asked.json()).toMatchObject({ jobId: last.id });
    const ahead = [
      `${last.transformation} variant`,
      `${first.transformation} prewarm`,
      `${second.transformation} prewarm`,
    ];
    expect(await line()).toEqual(ahead);
    // Asking again, and for another, keeps the order in which they were asked for.
    const many = Array.from({ length: 8 }, () =>
      fetch(`${server.url}/t/${second.transformation}/warm.mp4`),
    );
    for (const answer of await Promise.all(many)) expect(answer.status).toBe(202);
    await fetch(`${server.url}/t/${last.transformation}/warm.mp4`);
    expect(await line()).toEqual([
      `${last.transformation} variant`,
      `${second.transformation} variant`,
      `${first.transformation} prewarm`,
    ]);
    const { body } = await ask<{ jobs: Prioritised[] }>(
      server,
      'GET',
      '/queue/jobs?status=processing',
    );
    await ask(server, 'POST', `/queue/jobs/${body.jobs[0]?.id ?? ''}/cancel`);
    const job = async (id: string) =>
      (await ask<ShownJob & { startedAt: string }>(server, 'GET', `/queue/jobs/${id}`)).body;
    await untilTrue(async () => (await job(first.id)).status === 'completed');
    const began = await Promise.all([last, second, first].map(({ id }) => job(id)));
    expect(began.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    const starts = began.map(({ startedAt }) => startedAt);
    expect(starts).toEqual([...starts].sort());
  });

  it('is done once, when it is asked for at the moment a worker takes it', async () => {
    const workers = async () =>
      (await ask<{ workers: { completed: number }[] }>(server, 'GET', '/queue/worker/stats')).body
        .workers;
    const before = (await workers())[0]?.completed ?? 0;
    const widths = Array.from({ length: 12 }, (_, index) => 40 + 2 * index);
    const names = widths.map((width) => `w_${width}`);
    await upload(server, [{ name: 'race.mp4', content: short }], {
      transformations: JSON.stringify(names),
    });
    // Over and over, until each is there: every job is asked for before, while and after it is taken.
    const waiting = new Set(names);
    await untilTrue(async () => {
      for (const name of waiting) {
        const answer = await fetch(`${server.url}/t/${name}/race.mp4`);
        await answer.arrayBuffer();
        expect([200, 202]).toContain(answer.status);
        if (answer.status === 200) waiting.delete(name);
      }
      return waiting.size === 0;
    });
    await untilTrue(async () => (await workers())[0]?.completed === before + names.length);
    expect(await pending()).toEqual([]);
    const { body } = await ask<{ jobs: Prioritised[] }>(server, 'GET', '/queue/jobs?limit=200');
    const jobs = body.jobs.filter(({ path }) => path === 'race.mp4');
    expect(jobs.map(({ transformation }) => transformation).sort()).toEqual([...names].sort());
    expect(jobs.filter(({ status, attempts }) => status !== 'completed' || attempts > 0)).toEqual(
      [],
    );
  }, 60_000);
});
