import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';

// The main job against a server that has just been started in MODE=api: ready, upload, transform, delete.
const READY_WITHIN_MS = 30_000;
const [url, logFile] = process.argv.slice(2);
if (url === undefined || logFile === undefined) {
  throw new Error('usage: smoke-journey.ts URL FILE (the file holds what the server has printed)');
}

const startedAt = performance.now();
await untilReady(url);
console.log(`  ready after ${Math.round(performance.now() - startedAt)} ms`);
const key = /\bsk_[A-Za-z0-9_-]+/.exec(await readFile(logFile, 'utf8'))?.[0];
if (key === undefined) throw new Error('the server has printed no API key');
const headers = { Authorization: `Bearer ${key}` };

const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#284' } })
  .jpeg()
  .toBuffer();
const form = new FormData();
form.append('files', new Blob([new Uint8Array(photo)]), 'smoke.jpg');
await expectStatus(200, '/upload', { method: 'POST', headers, body: form });
const variant = await expectStatus(200, '/t/w_200,h_100,c_fill,f_webp/smoke.jpg');
const { format, width, height } = await sharp(await variant.arrayBuffer()).metadata();
if (`${format} ${width}x${height}` !== 'webp 200x100') {
  throw new Error(`asked for webp 200x100, got ${format} ${width}x${height}`);
}
await expectStatus(200, '/health');
await expectStatus(401, '/storage');
await expectStatus(200, '/storage', { headers });
await expectStatus(200, '/storage/smoke.jpg', { method: 'DELETE', headers });
await expectStatus(404, '/t/w_200,h_100,c_fill,f_webp/smoke.jpg');
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

async function expectStatus(status: number, path: string, init: RequestInit = {}) {
  const response = await fetch(`${url}${path}`, init);
  if (response.status !== status) {
    throw new Error(
      `${init.method ?? 'GET'} ${path}: ${response.status}, not ${status}: ${await response.text()}`,
    );
  }
  return response;
}
