import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilDelivered } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { makeClip, runProgram } from '../../support/video-clips.ts';
import { launchBrowser } from '../console/browser.ts';

let directory: string;
let server: RunningServer;
let browser: Browser;
let page: Page;

/** Fills a part of the picture for a span of time. */
const fill = (colour: string, span: string, area = 'x=0:y=0:w=iw:h=ih') =>
  `drawbox=${area}:t=fill:color=${colour}:enable='${span}'`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-playback-'));
  const colours = [
    fill('red', 'lt(t,3)'),
    fill('lime', 'between(t,3,5.99)'),
    fill('blue', 'gte(t,6)'),
  ];
  const film = await makeClip(directory, 'film.mp4', {
    duration: 9,
    filter: colours.join(','),
    more: ['-preset', 'medium', '-bf', '3', '-g', '250'],
  });
  const halves = [
    fill('red', 'gte(t,0)', 'x=0:y=0:w=iw/2:h=ih'),
    fill('blue', 'gte(t,0)', 'x=iw/2:y=0:w=iw/2:h=ih'),
  ];
  const lying = await makeClip(directory, 'lying.mp4', { duration: 1, filter: halves.join(',') });
  const phone = join(directory, 'phone.mp4');
  const turn = ['-c', 'copy', '-metadata:s:v:0', 'rotate=90'];
  await runProgram('ffmpeg', ['-v', 'error', '-y', '-i', lying, ...turn, phone]);
  server = await startServer();
  for (const file of [film, phone]) {
    const content = await readFile(file);
    expect((await upload(server, [{ name: file.split('/').at(-1) ?? '', content }])).status).toBe(
      200,
    );
  }
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`${server.url}/health`);
});

afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** What a browser sees of a video that it plays from the start, and again from other places. */
interface Watched {
  readonly duration: number;
  readonly width: number;
  readonly height: number;
  /** Pictures decoded after each play. */
  readonly frames: readonly number[];
  /** After each seek: where it went, and the colour of places in the picture, a digit a channel. */
  readonly seen: readonly {
    readonly time: number;
    readonly middle: string;
    readonly top: string;
    readonly bottom: string;
  }[];
  readonly error?: string;
}

async function watch(path: string, places: readonly number[]): Promise<Watched> {
  const script = await readFile(join(import.meta.dirname, 'watch-video.browser.js'), 'utf8');
  const words = `${JSON.stringify(path)}, ${JSON.stringify(places)}`;
  return page.evaluate<Watched>(`(${script.trim().replace(/;$/, '')})(${words})`);
}

describe('a browser', () => {
  it.each(['mp4', 'webm'])('plays and seeks in %s', async (format) => {
    const path = `/t/w_240,f_${format}/film.mp4`;
    expect((await untilDelivered(server, path)).status).toBe(200);
    const parts: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith(path)) parts.push(response.status());
    });
    const { duration, width, height, frames, seen, error } = await watch(path, [7.5, 1.5, 4.5]);
    expect(error).toBeUndefined();
    expect([width, height]).toEqual([240, 180]);
    expect(Math.abs(duration - 9)).toBeLessThan(0.05);
    expect(seen.map(({ time }) => time)).toEqual([7.5, 1.5, 4.5]);
    expect(seen.map(({ middle }) => middle)).toEqual(['001', '100', '010']);
    expect(frames[0]).toBeGreaterThan(0);
    expect(frames).toEqual([...new Set(frames)].sort((one, other) => one - other));
    expect(new Set(parts)).toEqual(new Set([206]));
  });

  it('shows a clip of a turned phone as it shows the original', async () => {
    for (const text of ['q_80', 'q_80,f_webm', 'c_pad,w_240,h_320']) {
      expect((await untilDelivered(server, `/t/${text}/phone.mp4`)).status).toBe(200);
      const [original, made] = [
        await watch('/t/phone.mp4', [0.5]),
        await watch(`/t/${text}/phone.mp4`, [0.5]),
      ];
      expect([made.width, made.height]).toEqual([240, 320]);
      expect(made.seen).toEqual(original.seen);
      expect(made.seen[0]?.top).not.toBe(made.seen[0]?.bottom);
    }
  });
});
