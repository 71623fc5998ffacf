import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, untilDelivered, untilTrue, type ShownJob } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { inspect, makeClip } from '../../support/video-clips.ts';

let server: RunningServer;
let directory: string;
let clip: Buffer;
let long: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-video-e2e-'));
  clip = await readFile(await makeClip(directory, 'clip.mp4'));
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

interface Status {
  readonly status: string;
  readonly progress: number;
  readonly error?: string;
  readonly url?: string;
}

const statusOf = async (path: string) => {
  const response = await fetch(`${server.url}/video-status/${path}`);
  return { code: response.status, body: (await response.json()) as Status };
};

describe('a video', () => {
  it('is measured at upload, and delivered as it is with ranges', async () => {
    const { body } = await upload(server, [{ name: 'clip.mp4', content: clip }]);
    expect(body.files).toMatchObject([{ path: 'clip.mp4', width: 320, height: 240, duration: 2 }]);
    const part = await fetch(`${server.url}/t/clip.mp4`, { headers: { Range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(clip.subarray(10, 20));
  });

  it('is made once it is asked for, and then delivered with ranges and validators', async () => {
    const path = 'w_160,f_webm/long.mp4';
    const first = await fetch(`${server.url}/t/${path}`);
    expect(first.status).toBe(202);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(Number(first.headers.get('retry-after'))).toBeGreaterThan(0);
    const pending = (await first.json()) as { statusUrl: string; jobId: string };
    const seen: number[] = [];
    const states = new Set<string>();
    await untilTrue(async () => {
      const { status, progress } = (await statusOf(path)).body;
      states.add(status);
      seen.push(progress);
      return status === 'completed';
    });
    expect(states).toContain('processing');
    expect(new Set(seen).size).toBeGreaterThan(2);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    const ready = await fetch(`${server.url}/t/${path}`);
    expect(ready.status).toBe(200);
    expect(ready.headers.get('content-type')).toBe('video/webm');
    const bytes = Buffer.from(await ready.arrayBuffer());
    const file = join(directory, 'result.webm');
    await writeFile(file, bytes);
    expect(await inspect(file)).toMatchObject({
      video: { codec: 'vp9', width: 160, height: 90 },
      audio: 'opus',
    });
    const etag = ready.headers.get('etag') ?? '';
    expect(
      (await fetch(`${server.url}/t/${path}`, { headers: { 'If-None-Match': etag } })).status,
    ).toBe(304);
    const part = await fetch(`${server.url}/t/${path}`, { headers: { Range: 'bytes=0-3' } });
    expect(part.status).toBe(206);
    expect((await statusOf(`${path}/size`)).body).toEqual({
      size: bytes.length,
      status: 'ready',
      contentType: 'video/webm',
    });
    expect(pending.statusUrl).toBe('/video-status/w_160,f_webm/long.mp4');
    expect((await ask<ShownJob>(server, 'GET', `/queue/jobs/${pending.jobId}`)).body.status).toBe(
      'completed',
    );
  });

  it('is sent in pieces from where it lies, until it changes or its variants are gone', async () => {
    const url = `${server.url}/t/w_96,h_54,c_fill,q_71/pieces.mp4`;
    await upload(server, [{ name: 'pieces.mp4', content: long }]);
    const whole = Buffer.from(
      await (await untilDelivered(server, new URL(url).pathname)).arrayBuffer(),
    );
    const piece = (range: string, headers: Record<string, string> = {}) =>
      fetch(url, { headers: { Range: range, ...headers } });
    const [first] = await Promise.all([piece('bytes=0-99'), piece('bytes=0-99')]);
    const etag = first.headers.get('etag') ?? '';
    for (const [range, start, end] of [
      ['bytes=0-99', 0, 100],
      ['bytes=100-', 100, whole.length],
      ['bytes=-50', whole.length - 50, whole.length],
      [`bytes=10-${whole.length * 2}`, 10, whole.length],
    ] as const) {
      const part = await piece(range);
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${whole.length}`);
      expect(part.headers.get('access-control-allow-origin')).toBe('*');
      expect(part.headers.get('x-request-id')).toBeTruthy();
      expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(start, end));
    }
    expect((await piece('bytes=0-9', { 'If-None-Match': etag })).status).toBe(304);
    expect((await piece('bytes=0-9', { 'If-Range': '"another"' })).status).toBe(200);
    expect((await piece('bytes=0-9', { 'If-Range': etag })).status).toBe(206);
    expect((await piece('furlongs=0-9')).status).toBe(200);
    const head = await fetch(url, { method: 'HEAD', headers: { Range: 'bytes=0-9' } });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(whole.length)]);
    const outside = await piece(`bytes=${whole.length}-`);
    expect(outside.status).toBe(416);
    expect(outside.headers.get('content-range')).toBe(`bytes */${whole.length}`);
    expect(outside.headers.get('content-type')).toMatch(/^application\/problem\+json/);

    expect((await piece('bytes=0-9')).status).toBe(206);
    // Behind the server's back, as a full disk is emptied by hand.
    const cache = join(server.dataDirectory, 'cache');
    for (const name of await readdir(cache, { recursive: true })) {
      if (name.includes(`.${whole.length}.mp4`)) await rm(join(cache, name));
    }
    const evicted = await piece('bytes=0-9');
    expect([202, 503]).toContain(evicted.status);
    expect(evicted.headers.get('content-range')).toBeNull();
    expect(evicted.headers.get('content-type')).toMatch(/json/);
    await untilTrue(async () => (await piece('bytes=0-9')).status === 206);

    await ask(server, 'DELETE', '/storage/pieces.mp4');
    expect((await piece('bytes=0-9')).status).toBe(404);
  });

  it('has one job, however it is spelt and however many ask', async () => {
    const spellings = ['w_100,h_50,c_fill,q_41', 'q_41,c_fill,h_50,w_100', 'h_50,w_100,q_41'];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        fetch(`${server.url}/t/${spellings[index % 3]}/clip.mp4`).then((answer) => answer.json()),
      ),
    );
    expect(new Set(answers.map((answer) => (answer as { jobId: string }).jobId)).size).toBe(1);
    expect((await untilDelivered(server, `/t/${spellings[0]}/clip.mp4`)).status).toBe(200);
  });

  it('that cannot be made is refused with the reason, and not tried again by asking', async () => {
    const path = 'so_100,w_100/clip.mp4';
    const failed = await untilDelivered(server, `/t/${path}`);
    expect(failed.status).toBe(422);
    const problem = (await failed.json()) as { detail: string };
    expect(problem.detail).toMatch(/starts at 100 s.*2 s long/);
    const { body: before } = await statusOf(path);
    expect(before).toMatchObject({ status: 'error', error: problem.detail });
    for (let round = 0; round < 3; round++) {
      expect((await fetch(`${server.url}/t/${path}`)).status).toBe(422);
    }
    expect((await statusOf(path)).body).toEqual(before);
  });

  it.each([
    'r_10',
    'm_1',
    'w_100,f_mp4,t_true',
    'ac_opus,f_mov',
    'g_auto,c_thumb',
    'vc_h265',
    'fps_30',
  ])('asked for %s is a bad request', async (text) => {
    const status = (await fetch(`${server.url}/t/${text}/clip.mp4`)).status;
    expect(text.startsWith('m_') ? 404 : 400).toBe(status);
  });

  it('has a poster in any image format, at once', async () => {
    const path = 't_true,tt_1,w_80,h_80,c_fill,r_max,f_png/clip.mp4';
    const poster = await fetch(`${server.url}/t/${path}`);
    expect(poster.status).toBe(200);
    expect(poster.headers.get('content-type')).toBe('image/png');
    const { width, height, hasAlpha } = await sharp(await poster.arrayBuffer()).metadata();
    expect([width, height, hasAlpha]).toEqual([80, 80, true]);
    for (const format of ['avif', 'webp', 'jpeg']) {
      const other = await fetch(`${server.url}/t/w_64,f_${format}/clip.mp4`);
      expect(other.headers.get('content-type')).toBe(`image/${format}`);
    }
    const negotiated = await fetch(`${server.url}/t/t_true,w_64/clip.mp4`, {
      headers: { Accept: 'image/webp' },
    });
    expect(negotiated.headers.get('content-type')).toBe('image/webp');
    expect(negotiated.headers.get('vary')).toMatch(/Accept/);
  });

  it('follows the pixel ratio that a client hints at', async () => {
    const url = `${server.url}/t/w_60,h_40,dpr_auto/clip.mp4`;
    const hint = { 'Sec-CH-DPR': '2' };
    const pending = await fetch(url, { headers: hint });
    expect(await pending.json()).toMatchObject({
      statusUrl: '/video-status/w_60,h_40,dpr_2/clip.mp4',
    });
    expect((await untilDelivered(server, '/t/w_60,h_40,dpr_2/clip.mp4')).status).toBe(200);
    expect((await untilDelivered(server, '/t/w_60,h_40,dpr_auto/clip.mp4')).status).toBe(200);
    for (const [headers, width, height] of [
      [hint, 120, 80],
      [{}, 60, 40],
      [hint, 120, 80],
    ] as const) {
      const answer = await fetch(url, { headers });
      expect([answer.status, answer.headers.get('vary')]).toEqual([200, 'Sec-CH-DPR, DPR']);
      const file = join(directory, 'dense.mp4');
      await writeFile(file, Buffer.from(await answer.arrayBuffer()));
      expect((await inspect(file)).video).toMatchObject({ width, height });
    }
  });

  it('nobody asked for has no status', async () => {
    expect((await statusOf('w_77/clip.mp4')).code).toBe(404);
    expect((await statusOf('w_77/none.mp4')).code).toBe(404);
    expect((await statusOf('stats')).code).toBe(200);
  });

  it('is queued at upload where that is asked for', async () => {
    const { body } = await upload(server, [{ name: 'warm.mp4', content: clip }], {
      transformations: ['w_60', 't_true,w_60,f_webp', 'so_100'],
    });
    const [file] = body.files ?? [];
    expect(file).toMatchObject({
      prewarmedUrls: ['/t/w_60,f_webp,t_true/warm.mp4'].map(
        () => expect.stringContaining('t_true') as string,
      ),
      queuedTransformationUrls: ['/t/w_60/warm.mp4', '/t/so_100/warm.mp4'],
    });
    expect((await untilDelivered(server, '/t/w_60/warm.mp4')).status).toBe(200);
  });
});
