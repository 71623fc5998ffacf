import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeClip, runProgram } from '../../../test/support/video-clips.js';
import { framesTaken } from '../../../test/support/video-frames.js';
import { TestVideoEngine } from '../../../test/support/video-engine.js';

vi.setConfig({ testTimeout: 60_000 });

let videos: TestVideoEngine;
let film: string;

// Frames that depend on others far away, as cameras and encoders write them.
const DISTANT = ['-preset', 'medium', '-bf', '3', '-g', '250'];

beforeAll(async () => {
  videos = await TestVideoEngine.open();
  film = await makeClip(videos.directory, 'film.mp4', { more: DISTANT });
});

afterAll(() => videos[Symbol.asyncDispose]());

const copyTo = async (name: string, before: readonly string[] = []) => {
  const file = join(videos.directory, name);
  await runProgram('ffmpeg', [
    ...['-v', 'error', '-y', '-i', film, '-c', 'copy'],
    ...[...before, file],
  ]);
  return file;
};

const span = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('a cut', () => {
  it.each([
    ['so_0.5,eo_1', 15, 30],
    ['so_0.51,du_0.5', 15, 30],
    ['so_25p,eo_50p', 15, 30],
    ['so_10p,du_10p', 6, 12],
    ['so_1.9', 57, 60],
    ['eo_0.01', 0, 1],
    ['du_1.5', 0, 45],
    ['so_0.5/so_0.5,du_0.2', 30, 36],
    ['w_100', 0, 60],
  ])('%s has the frames from %i to %i, wherever the file has its sound', async (text, from, to) => {
    const sources = [
      film,
      // The sound begins before the picture, and both long after zero.
      await copyTo('film.mkv'),
      await copyTo('late.mkv', ['-output_ts_offset', '5']),
    ];
    for (const source of sources) {
      const result = await videos.render(`${text},q_80`, source);
      expect(await framesTaken(result.target, source)).toEqual(span(from, to));
      expect(Math.abs(result.duration - (to - from) / 30)).toBeLessThan(1 / 30);
    }
  });

  it('is as exact in WebM and GIF', async () => {
    const webm = await videos.render('so_0.5,eo_1,f_webm,q_80', film);
    expect(await framesTaken(webm.target, film)).toEqual(span(15, 30));
    const gif = await videos.render('so_0.5,eo_1,f_gif', film);
    const taken = await framesTaken(gif.target, film);
    expect([taken[0], taken.at(-1)]).toEqual([15, 29]);
  });
});

describe('a video that stands still for seconds', () => {
  const slides = async (name: string) => {
    const file = join(videos.directory, name);
    const picture = "select='eq(n,0)+eq(n,30)+eq(n,45)',setpts='if(eq(N,2),5,N*2)/TB'";
    await runProgram('ffmpeg', [
      ...['-v', 'error', '-y', '-i', film, '-f', 'lavfi', '-i', 'sine=duration=8'],
      ...['-map', '0:v', '-map', '1:a', '-vf', picture, '-vsync', 'vfr', '-r', '1000'],
      ...(name.endsWith('webm') ? ['-c:v', 'libvpx-vp9', '-deadline', 'realtime'] : []),
      ...['-enc_time_base', '1/1000', file],
    ]);
    return file;
  };

  it.each(['slides.mp4', 'slides.webm'])('%s shows what is on the screen', async (name) => {
    const source = await slides(name);
    for (const [moment, frame] of [
      [0, 0],
      [1.9, 0],
      [2.1, 1],
      [4.9, 1],
    ] as const) {
      const poster = await videos.poster(`t_true,tt_${moment}`, source);
      expect(await framesTaken(poster, source), `${moment} s`).toEqual([frame]);
    }
    const cut = await videos.render('so_1.5,eo_2.5,q_80', source);
    const taken = await framesTaken(cut.target, source);
    expect([taken[0], taken.at(-1)]).toEqual([0, 1]);
    expect(cut.duration).toBeCloseTo(1, 1);
    expect(cut.frames).toBeLessThanOrEqual(60);
  });
});

describe('a picture that begins long after the sound', () => {
  it('is whole, its first frame shown from the start', async () => {
    const source = join(videos.directory, 'later.mkv');
    await runProgram('ffmpeg', [
      ...['-v', 'error', '-y', '-itsoffset', '1', '-i', film, '-i', film],
      ...['-map', '0:v', '-map', '1:a', '-c', 'copy', source],
    ]);
    const { target, duration } = await videos.render('w_100,q_80', source);
    expect(Math.abs(duration - 3)).toBeLessThan(0.1);
    const taken = await framesTaken(target, source);
    expect([taken[0], taken[29], taken.at(-1)]).toEqual([0, 0, 59]);
  });
});

describe('a poster behind the last picture', () => {
  it('is the last picture', async () => {
    const source = join(videos.directory, 'longer-sound.mkv');
    const sound = ['-f', 'lavfi', '-i', 'sine=duration=4'];
    await runProgram('ffmpeg', [
      ...['-v', 'error', '-y', '-i', film, ...sound, '-map', '0:v', '-map', '1:a'],
      ...['-c:v', 'copy', '-write_crc32', '0', '-fflags', '+bitexact', source],
    ]);
    for (const text of ['t_true,tt_100p', 't_true,tt_1.99', 't_true,tt_3.5']) {
      const poster = await videos.poster(text, source);
      expect(await framesTaken(poster, source)).toEqual([59]);
    }
  });
});
