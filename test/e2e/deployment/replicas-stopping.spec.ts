import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unfinished } from '../../support/consistency.ts';
import { startLoad } from '../../support/load.ts';
import { ask, pidOfWorker, untilTrue, type ShownJob } from '../../support/queue-client.ts';
import { startService, type RunningService } from '../../support/service.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';
import { ADMIN, call, EMAIL, makeKey, PASSWORD } from '../security/requests.ts';

describe('a service whose processes are stopped while it works', () => {
  let service: RunningService;
  let photo: Buffer;

  beforeAll(async () => {
    photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#37a' } })
      .jpeg()
      .toBuffer();
    service = await startService(ADMIN);
    await upload(service, [{ name: 'photo.jpg', content: photo }]);
    await using directory = await temporaryDirectory();
    const clip = await makeClip(directory.path, 'clip.mp4', {
      width: 640,
      height: 360,
      duration: 6,
    });
    await upload(service, [{ name: 'clip.mp4', content: await readFile(clip) }]);
  }, 120_000);
  afterAll(() => service[Symbol.asyncDispose]());

  const authorization = () => ({ Authorization: `Bearer ${service.key}` });
  const form = (name: string) => {
    const data = new FormData();
    data.append('files', new Blob([new Uint8Array(photo)]), name);
    return data;
  };

  it('loses no request while both API processes are restarted in turn', async () => {
    const load = startLoad(
      {
        hit: () => fetch(`${service.url}/t/w_100/photo.jpg`),
        miss: (count) =>
          fetch(
            `${service.url}/t/w_${1 + (count % 780)},h_${1 + (count % 577)},c_fill,f_png/photo.jpg`,
          ),
        list: () => fetch(`${service.url}/storage`, { headers: authorization() }),
        upload: (count) =>
          fetch(`${service.url}/upload`, {
            method: 'POST',
            headers: authorization(),
            body: form(`u-${count}.jpg`),
          }),
      },
      3,
    );
    for (const index of [0, 1]) {
      const stopped = service.api(index);
      await sleep(500);
      expect(await stopped.stop()).toBe(0);
      const restarted = await service.replaceApi(index);
      await untilTrue(() =>
        Promise.resolve(restarted.logs.filter((line) => line.includes('/t/w_')).length > 5),
      );
    }
    const outcomes = await load.stop();
    expect(Object.keys(outcomes).sort(), JSON.stringify(outcomes)).toEqual([
      'hit 200',
      'list 200',
      'miss 200',
      'upload 200',
    ]);
    // Not even one that the proxy could send again to the other process.
    expect(service.proxy.errors.filter((line) => /reset by peer|prematurely/.test(line))).toEqual(
      [],
    );
  }, 120_000);

  it('finishes an upload and a render that SIGTERM finds under way', async () => {
    const api = service.api(0);
    const boundary = 'openinary-test';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="slow.jpg"\r\n\r\n`;
    const outgoing = request(`${service.url}/upload`, {
      method: 'POST',
      headers: { ...authorization(), 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    });
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    outgoing.write(Buffer.concat([Buffer.from(head), photo.subarray(0, 500)]));
    // On the same process, more than it makes at once: while some wait, others are being made.
    let rendered = 0;
    const renders = Array.from({ length: availableParallelism() + 6 }, async (_, count) => {
      const answer = await fetch(`${api.url}/t/w_${790 + count},e_blur:500,q_95,f_avif/photo.jpg`);
      await answer.arrayBuffer();
      rendered += 1;
      return answer.status;
    });
    await untilTrue(async () => {
      const text = await (await fetch(`${api.url}/metrics`)).text();
      return /^openinary_render_queue_depth [1-9]/m.test(text);
    });
    await untilTrue(
      async () => (await Promise.all(service.apis.map(unfinished))).flat().length > 0,
    );
    expect(rendered).toBeLessThan(renders.length);
    const other = service.api(1).stop();
    const stopping = api.stop();
    await sleep(1_000);
    outgoing.end(Buffer.concat([photo.subarray(500), Buffer.from(`\r\n--${boundary}--\r\n`)]));
    const [answer] = await answered;
    expect(answer.statusCode).toBe(200);
    answer.resume();
    expect(new Set(await Promise.all(renders))).toEqual(new Set([200]));
    expect(await stopping).toBe(0);
    expect(await other).toBe(0);
    for (const index of [0, 1]) await service.replaceApi(index);
    expect((await fetch(`${service.url}/t/slow.jpg`)).status).toBe(200);
  }, 120_000);

  it('has another worker finish the video of one that is stopped, and no attempt is lost', async () => {
    const answer = await fetch(`${service.url}/t/f_webm,q_95,w_640/clip.mp4`);
    const { jobId } = (await answer.json()) as { jobId: string };
    const job = async () => (await ask<ShownJob>(service, 'GET', `/queue/jobs/${jobId}`)).body;
    await untilTrue(
      async () => (await job()).status === 'processing' && (await job()).progress > 0,
    );
    const pid = await pidOfWorker(service, (await job()).workerId);
    const runner = service.workers.findIndex(({ process }) => process.pid === pid);
    expect(await service.workers[runner]?.stop()).toBe(0);
    await untilTrue(async () => (await job()).status === 'completed', 90);
    expect((await job()).attempts).toBe(0);
    expect((await fetch(`${service.url}/t/f_webm,q_95,w_640/clip.mp4`)).status).toBe(200);
    await service.replaceWorker(runner);
  }, 120_000);

  it('goes on without Redis: images, keys and sign-in; videos wait; all of it comes back by itself', async () => {
    const signIn = () =>
      fetch(`${service.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
      });
    const video = () => fetch(`${service.url}/t/w_90/clip.mp4`);
    /** A key that both processes know well is refused by both as soon as one has disabled it. */
    const expectKeysToHoldEverywhere = async () => {
      const made = await makeKey(service.api(0), { key: service.key });
      const statuses = async () => {
        const asked = service.apis.map((api) => call(api, '/storage', { key: made.key }));
        return (await Promise.all(asked)).map(({ status }) => status);
      };
      for (let count = 0; count < 3; count += 1) expect(await statuses()).toEqual([200, 200]);
      const change = { method: 'PATCH', key: service.key, json: { enabled: false } };
      expect((await call(service.api(1), `/api-keys/${made.id}`, change)).status).toBe(200);
      expect(await statuses()).toEqual([401, 401]);
    };
    await fetch(`${service.url}/t/w_101/photo.jpg`);
    const load = startLoad(
      {
        hit: () => fetch(`${service.url}/t/w_101/photo.jpg`),
        miss: (count) =>
          fetch(
            `${service.url}/t/w_${1 + (count % 780)},h_${1 + (count % 571)},c_fill,f_png/photo.jpg`,
          ),
        list: () => fetch(`${service.url}/storage`, { headers: authorization() }),
      },
      1,
    );
    await sleep(1_000);
    await service.redis.stop();
    const until = Date.now() + 20_000;
    const answers: number[] = [];
    for (let round = 0; Date.now() < until; round += 1) {
      const answer = await video();
      answers.push(answer.status);
      if (answer.status === 503)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      if (round % 8 === 0) {
        expect((await signIn()).status).toBe(200);
        await expectKeysToHoldEverywhere();
      }
      expect((await call(service, '/health/ready')).status).toBe(200);
      await sleep(500);
    }
    expect(new Set(answers)).toEqual(new Set([503]));
    await service.redis.start();
    await untilTrue(async () => (await video()).status === 200, 60);
    await untilTrue(async () => (await call(service, '/health/ready')).text.includes('"ready"'));
    const outcomes = await load.stop();
    expect(Object.keys(outcomes).sort(), JSON.stringify(outcomes)).toEqual([
      'hit 200',
      'list 200',
      'miss 200',
    ]);
    for (const server of [...service.apis, ...service.workers])
      expect(server.process.exitCode).toBeNull();
  }, 120_000);
});
