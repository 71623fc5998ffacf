import { readdir, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadFixtures } from '../../support/fixtures.ts';
import { untilTrue } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';

/** Enough for a new process to draw something on a machine that does much else. */
const TIMEOUT_MS = 4_000;
const SIDE = 3000;
/** Takes minutes, and has nothing in it that tells. */
const SLOW = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">${`<g opacity=".9"><rect width="${SIDE}" height="${SIDE}" fill="red"/></g>`.repeat(20_000)}</svg>`;

/** The processes that draw for a server. */
async function drawingProcesses(parent: number | undefined): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
    const isChild = (await read('status')).includes(`\nPPid:\t${parent}\n`);
    if (isChild && (await read('cmdline')).includes('drawing.process')) found.push(pid);
  }
  return found;
}

describe('drawings', () => {
  let server: RunningServer;
  const drawing = (path: string, signal?: AbortSignal) =>
    fetch(`${server.url}${path}`, { ...(signal && { signal }) });
  beforeAll(async () => {
    const env = { TRANSFORM_TIMEOUT_MS: String(TIMEOUT_MS), RENDER_CONCURRENCY: '2' };
    server = await startServer({ env });
    await uploadFixtures(server, 'drawing.svg', 'photo.jpg');
    const stored = await upload(server, [{ name: 'slow.svg', content: Buffer.from(SLOW) }]);
    expect(stored.status).toBe(200);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('are rendered by one process, one after the other', async () => {
    for (const width of [200, 300, 400]) {
      const answer = await drawing(`/t/w_${width},f_png/drawing.svg`);
      expect(answer.status).toBe(200);
      const { format, width: made } = await sharp(await answer.arrayBuffer()).metadata();
      expect([format, made]).toEqual(['png', width]);
    }
    expect(await drawingProcesses(server.process.pid)).toHaveLength(1);
  });

  it('are refused by name, as other images are', async () => {
    const answer = await drawing('/t/w_200000/drawing.svg');
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { type: '/problems/invalid-transformation' },
    ]);
  });

  it('are given up in time, and hold nobody up after that', async () => {
    const startedAt = performance.now();
    const answers = await Promise.all(
      [2901, 2902].map((width) => drawing(`/t/w_${width}/slow.svg`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(answers[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS * 6);
    await untilTrue(async () => (await drawingProcesses(server.process.pid)).length === 0);
    expect((await drawing('/t/w_51/photo.jpg')).status).toBe(200);
    expect((await drawing('/t/w_201/drawing.svg')).status).toBe(200);
  });

  it('are given up when nobody waits for them any more', async () => {
    const gone = new AbortController();
    const asked = drawing('/t/w_2903/slow.svg', gone.signal).catch(() => undefined);
    await untilTrue(async () => (await drawingProcesses(server.process.pid)).length > 0);
    gone.abort();
    await asked;
    await untilTrue(async () => (await drawingProcesses(server.process.pid)).length === 0);
  });

  it('do not outlive a server that is killed', async () => {
    const { pid } = server.process;
    expect((await drawing('/t/w_202/drawing.svg')).status).toBe(200);
    const [child] = await drawingProcesses(pid);
    expect(child).toBeDefined();
    await server.kill();
    await untilTrue(async () => !(await readdir('/proc')).includes(String(child)));
  });
});
