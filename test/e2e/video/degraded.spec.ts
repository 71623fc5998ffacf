import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

describe('a machine with neither ffmpeg nor Redis', () => {
  let directory: string;
  let server: RunningServer;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'openinary-bare-'));
    const programs = join(directory, 'bin');
    await mkdir(programs);
    await symlink(process.execPath, join(programs, 'node'));
    server = await startServer({ env: { PATH: programs } });
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  it('starts, and does all that is not video', async () => {
    const photo = await sharp({
      create: { width: 60, height: 40, channels: 3, background: '#135' },
    })
      .png()
      .toBuffer();
    expect((await upload(server, [{ name: 'a.png', content: photo }])).status).toBe(200);
    expect((await fetch(`${server.url}/t/w_30,f_webp/a.png`)).status).toBe(200);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });

  it('stores and delivers videos as they are, and says that it cannot transform them now', async () => {
    const clip = await readFile(await makeClip(directory, 'clip.mp4', { duration: 0.5 }));
    expect((await upload(server, [{ name: 'clip.mp4', content: clip }])).status).toBe(200);
    expect(Buffer.from(await (await fetch(`${server.url}/t/clip.mp4`)).arrayBuffer())).toEqual(
      clip,
    );
    for (const path of [
      '/t/w_100/clip.mp4',
      '/t/t_true,f_png/clip.mp4',
      '/video-status/w_100/clip.mp4',
    ]) {
      const asked = Date.now();
      const answer = await fetch(server.url + path);
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Date.now() - asked).toBeLessThan(3000);
    }
    expect((await ask(server, 'GET', '/queue/stats')).status).toBe(503);
    expect((await ask(server, 'DELETE', '/storage/clip.mp4')).status).toBe(200);
  });

  it('refuses a second server on its data, in one line', async () => {
    const { dataDirectory } = server;
    const second = await startServer({ dataDirectory }).catch((error: unknown) => error);
    expect(dirname(dataDirectory)).not.toBe('');
    expect(String(second)).toMatch(
      /cannot start: another (API )?process.* this DATA_DIR.*(DATABASE_URL.*REDIS_URL|REDIS_URL.*DATABASE_URL)/,
    );
    expect((await fetch(`${server.url}/t/a.png`)).status).toBe(200);
  });
});
