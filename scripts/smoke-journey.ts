import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

// The main job against a server in MODE=api: ready, upload, transform a picture, a drawing and a video, delete.
const READY_WITHIN_MS = 30_000;
const VIDEO_WITHIN_MS = 60_000;
const [url, logFile, picture, clip] = process.argv.slice(2);
if (url === undefined || logFile === undefined || picture === undefined || clip === undefined) {
  throw new Error(
    'usage: smoke-journey.ts URL LOG JPEG MP4 (LOG holds what the server has printed)',
  );
}

const startedAt = performance.now();
await untilReady(url);
console.log(`  ready after ${Math.round(performance.now() - startedAt)} ms`);
const key = /\bsk_[A-Za-z0-9_-]+/.exec(await readFile(logFile, 'utf8'))?.[0];
if (key === undefined) throw new Error('the server has printed no API key');
const headers = { Authorization: `Bearer ${key}` };

const form = new FormData();
form.append('files', new Blob([await readFile(picture)]), 'smoke.jpg');
form.append('files', new Blob([await readFile(clip)]), 'smoke.mp4');
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><circle r="1"/></svg>';
form.append('files', new Blob([drawing]), 'smoke.svg');
await expectStatus(200, '/upload', { method: 'POST', headers, body: form });
const variant = await expectStatus(200, '/t/w_200,h_100,c_fill,f_png/smoke.jpg');
const png = Buffer.from(await variant.arrayBuffer());
// PNG 11.2.2: the first chunk has the width and the height.
const made = `${png.toString('latin1', 12, 16)} ${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
if (made !== 'IHDR 200x100') throw new Error(`asked for a PNG of 200x100, got ${made}`);
await expectStatus(200, '/t/w_200,f_png/smoke.svg');
const video = Buffer.from(await untilRendered('/t/w_160/smoke.mp4'));
// ISO 14496-12: every file starts with the box that says which kind it is.
if (video.toString('latin1', 4, 8) !== 'ftyp') throw new Error('the video is no MP4');
await expectStatus(200, '/health');
await expectStatus(401, '/storage');
await expectStatus(200, '/storage', { headers });
await expectStatus(200, '/storage/smoke.jpg', { method: 'DELETE', headers });
await expectStatus(200, '/storage/smoke.mp4', { method: 'DELETE', headers });
await expectStatus(200, '/storage/smoke.svg', { method: 'DELETE', headers });
await expectStatus(404, '/t/w_200,h_100,c_fill,f_png/smoke.jpg');
console.log('  the smoke journey passes');

async function untilReady(address: string): Promise<void> {
  for (;;) {
    const ready = await fetch(`${address}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    if (performance.now() - startedAt > READY_WITHIN_MS) throw new Error('not ready in time');
    await sleep(50);
  }
}

async function untilRendered(path: string): Promise<ArrayBuffer> {
  const askedAt = performance.now();
  for (;;) {
    const answer = await fetch(`${url}${path}`);
    const body = await answer.arrayBuffer();
    if (answer.status === 200) return body;
    if (answer.status !== 202) throw new Error(`GET ${path}: ${answer.status}, not 202 or 200`);
    if (performance.now() - askedAt > VIDEO_WITHIN_MS) throw new Error('no video in time');
    await sleep(200);
  }
}

async function expectStatus(status: number, path: string, init: RequestInit = {}) {
  const response = await fetch(`${url}${path}`, init);
  if (response.status !== status) {
    throw new Error(
      `${init.method ?? 'GET'} ${path}: ${response.status}, not ${status}: ${await response.text()}`,
    );
  }
  return response;
}
