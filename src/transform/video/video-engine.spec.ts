import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeClip, runProgram } from '../../../test/support/video-clips.js';
import { TestVideoEngine, videoTypeOf } from '../../../test/support/video-engine.js';
import { DEFAULT_LIMITS } from '../language/limits.js';
import { parseTransformation } from '../language/parse.js';

vi.setConfig({ testTimeout: 30_000 });

let videos: TestVideoEngine;
let clip: string;

beforeAll(async () => {
  videos = await TestVideoEngine.open();
  clip = await makeClip(videos.directory, 'clip.mp4');
});

afterAll(() => videos[Symbol.asyncDispose]());

describe('a rendered video', () => {
  it.each([
    ['c_scale,w_100,h_100', 100, 100],
    ['c_fit,w_100,h_100', 100, 74],
    ['c_limit,w_1000,h_1000', 320, 240],
    ['c_fill,w_100,h_100', 100, 100],
    ['c_fill,w_640,h_200,g_north_west', 640, 200],
    ['c_lfill,w_640,h_640', 240, 240],
    ['c_pad,w_200,h_200,b_red', 200, 200],
    ['c_pad,w_401,h_201', 400, 200],
    ['c_crop,w_100,h_50,x_11,y_7', 100, 50],
    ['c_crop,w_101,h_51,g_south_east', 100, 50],
    ['w_150', 150, 112],
    ['ar_1:1', 240, 240],
    ['w_100,dpr_2', 200, 150],
    ['w_0.5', 160, 120],
    ['c_fill,w_200,h_200/c_scale,w_50', 50, 50],
  ])('of %s measures %i x %i', async (text, width, height) => {
    const result = await videos.render(`${text},du_0.5`, clip);
    expect(result.video).toEqual({ codec: 'h264', pixels: 'yuv420p', width, height });
    expect(result.frames).toBe(15);
  });

  it.each([
    ['f_mp4', 'h264', 'aac', 'mp4'],
    ['f_mov', 'h264', 'aac', 'mov'],
    ['f_webm', 'vp9', 'opus', 'webm'],
    ['f_gif', 'gif', undefined, 'gif'],
    ['f_mp4,ac_none', 'h264', undefined, 'mp4'],
    ['f_mp4,ac_opus', 'h264', 'opus', 'mp4'],
  ])('of %s has %s and %s', async (text, codec, sound, container) => {
    const progress: number[] = [];
    const result = await videos.render(`${text},w_160`, clip, (percent) => progress.push(percent));
    expect(result.video.codec).toBe(codec);
    expect(result.audio).toBe(sound);
    expect(result.container).toContain(container);
    expect(result.duration).toBeCloseTo(2, 1);
    expect(result.frames).toBe(container === 'gif' ? 50 : 60);
    expect(progress).toEqual([...progress].sort((one, other) => one - other));
  });

  it.each([
    ['so_0.5', 45],
    ['so_0.5,eo_1', 15],
    ['so_50p', 30],
    ['so_0.5,du_0.1', 3],
    ['eo_25p', 15],
    ['eo_100', 60],
    ['so_1.9', 3],
  ])('cut by %s has %i frames', async (text, frames) => {
    const result = await videos.render(`${text},f_mp4`, clip);
    expect(result.frames).toBe(frames);
    expect(Math.abs(result.duration - frames / 30)).toBeLessThan(1 / 30 + 1e-3);
  });

  it('is streamable: its index comes first', async () => {
    const bytes = await readFile((await videos.render('w_100', clip)).target);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  it('fits a usual screen when nobody gave a size, and is never enlarged', async () => {
    const large = await makeClip(videos.directory, 'large.mp4', {
      width: 1920,
      height: 1440,
      duration: 0.2,
    });
    expect((await videos.render('q_50', large)).video).toMatchObject({ width: 960, height: 720 });
    expect((await videos.render('q_50', clip)).video).toMatchObject({ width: 320, height: 240 });
  });

  it('is smaller at a lower quality', async () => {
    const [low, high] = [await videos.render('q_20', clip), await videos.render('q_90', clip)];
    expect(low.size).toBeLessThan(high.size);
  });
});

describe('a poster', () => {
  it.each([
    ['t_true', 0],
    ['t_true,tt_1', 1],
    ['t_true,tt_1.02', 1],
    ['t_true,tt_50p', 1],
    ['t_true,tt_100p', 59 / 30],
    ['t_true,so_0.5,tt_0.5', 1],
  ])('of %s is the frame at %d s, pixel for pixel', async (text, second) => {
    const file = await videos.poster(text, clip);
    const pictureOf = async (source: string, filter: string) => {
      const words = ['-v', 'error', '-i', source, '-an', '-vf', filter, '-frames:v', '1'];
      const lines = await runProgram('ffmpeg', [...words, '-f', 'framemd5', '-']);
      return lines.trim().split(',').at(-1);
    };
    const frame = Math.round(second * 30);
    expect(await pictureOf(file, 'format=rgb24')).toBe(
      await pictureOf(clip, `select=eq(n\\,${frame}),format=rgb24`),
    );
    await rm(file);
  });
});

describe('a render that is given up', () => {
  it('leaves no process and no file, within two seconds', async () => {
    const file = await makeClip(videos.directory, 'slow.mp4', {
      width: 1280,
      height: 720,
      duration: 10,
    });
    const abort = new AbortController();
    const target = join(videos.directory, 'given-up');
    const source = { file, mediaType: videoTypeOf(file) };
    const transformation = parseTransformation('f_webm,q_90', DEFAULT_LIMITS);
    const work = videos.engine.render(source, transformation, target, { signal: abort.signal });
    const outcome = work.catch((error: unknown) => error);
    await sleep(1500);
    const asked = Date.now();
    abort.abort(new Error('cancelled'));
    expect(await outcome).toEqual(new Error('cancelled'));
    expect(Date.now() - asked).toBeLessThan(2000);
    expect(await runProgram('sh', ['-c', `pgrep -f '${target}' || true`])).not.toMatch(/ffmpeg/);
    expect((await readdir(videos.directory)).filter((name) => name.startsWith('given-up'))).toEqual(
      [],
    );
  });
});
