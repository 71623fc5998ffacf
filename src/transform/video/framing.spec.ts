import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CROP_CASES, evenSide } from '../../../test/support/crop-modes.js';
import { makeClip, runProgram } from '../../../test/support/video-clips.js';
import { colourAt, likeness } from '../../../test/support/video-frames.js';
import { TestVideoEngine } from '../../../test/support/video-engine.js';

vi.setConfig({ testTimeout: 60_000 });

let videos: TestVideoEngine;
let clip: string;

beforeAll(async () => {
  videos = await TestVideoEngine.open();
  clip = await makeClip(videos.directory, 'clip.mp4', { width: 96, height: 72, duration: 0.4 });
});

afterAll(() => videos[Symbol.asyncDispose]());

const FORMATS = [
  ['mp4', 'h264', 'aac'],
  ['mov', 'h264', 'aac'],
  ['webm', 'vp9', 'opus'],
  ['gif', 'gif', undefined],
] as const;

/** The clip once more, as a phone writes it that is held another way: turned, with a note of how to turn it back. */
async function makeTurned(degrees: number): Promise<string> {
  const stored = { 90: 'transpose=1', 180: 'hflip,vflip', 270: 'transpose=2' }[degrees] ?? 'null';
  const lying = await makeClip(videos.directory, `lying-${degrees}.mp4`, {
    width: 96,
    height: 72,
    duration: 0.4,
    filter: stored,
    more: ['-qp', '0'],
  });
  const turned = join(videos.directory, `turned-${degrees}.mp4`);
  const tag = ['-c', 'copy', '-metadata:s:v:0', `rotate=${degrees}`];
  await runProgram('ffmpeg', ['-v', 'error', '-y', '-i', lying, ...tag, turned]);
  return turned;
}

describe('every crop mode', () => {
  let turned: string;
  beforeAll(async () => {
    turned = await makeTurned(90);
  });

  it.each(CROP_CASES)('$text gives its size, upright, in every format', async (mode) => {
    const plain = await videos.render(`${mode.text},q_95`, clip);
    for (const [format, codec, sound] of FORMATS) {
      const result = await videos.render(`${mode.text},f_${format},q_95`, turned);
      const side = format === 'gif' ? (value: number) => value : evenSide;
      const { width, height } = result.video;
      expect([width, height], format).toEqual([side(mode.width), side(mode.height)]);
      expect(result).toMatchObject({ video: { codec }, audio: sound, rotated: false });
      const frames = format === 'gif' ? 10 : 12;
      expect(result.frames, format).toBe(frames);
      expect(Math.abs(result.duration - 0.4)).toBeLessThan(0.4 / frames + 1e-3);
      expect(await likeness(plain.target, result.target), format).toBeGreaterThan(15);
    }
  });
});

describe('a clip that was filmed turned', () => {
  it.each([180, 270])('by %i degrees is upright, too', async (degrees) => {
    const turned = await makeTurned(degrees);
    expect(await videos.probe(turned)).toMatchObject({ width: 96, height: 72 });
    for (const text of [
      'c_scale,w_80,h_40',
      'c_fill,w_40,h_60,g_west',
      'c_crop,w_40,h_30,x_50,y_8',
    ]) {
      const upright = await videos.render(`${text},q_95`, turned);
      const plain = await videos.render(`${text},q_95`, clip);
      expect(upright.video).toEqual(plain.video);
      expect(upright.rotated).toBe(false);
      expect(await likeness(upright.target, plain.target), text).toBeGreaterThan(25);
    }
  });
});

/** The clip again, as its light is written in a curve of high dynamic range. */
function makeHighRange(curve: string): Promise<string> {
  const tags = ['-color_primaries', 'bt2020', '-color_trc', curve, '-colorspace', 'bt2020nc'];
  return makeClip(videos.directory, `${curve}.mp4`, {
    width: 96,
    height: 72,
    duration: 0.4,
    filter: [
      'format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv',
      'zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020',
      `zscale=t=${curve}:m=bt2020nc:r=tv:npl=203,format=yuv420p10le`,
    ].join(','),
    more: ['-pix_fmt', 'yuv420p10le', ...tags],
  });
}

describe('a colour that lets light through', () => {
  it.each([
    ['transparent', [255, 255, 255]],
    ['ff000080', [255, 127, 127]],
    ['0000ff', [0, 0, 255]],
  ])('such as %s lies on white', async (colour, expected) => {
    const { target } = await videos.render(`c_pad,w_96,h_96,b_${colour},q_90`, clip);
    const seen = await colourAt(target, 40, 3);
    for (const [index, value] of expected.entries()) {
      expect(Math.abs((seen[index] ?? 0) - value)).toBeLessThan(6);
    }
  });
});

describe('a clip of high dynamic range', () => {
  it.each(['smpte2084', 'arib-std-b67'])('in %s looks like the ordinary one', async (curve) => {
    const high = await makeHighRange(curve);
    for (const format of ['mp4', 'webm', 'gif']) {
      const [mapped, plain] = [
        await videos.render(`f_${format},q_90`, high),
        await videos.render(`f_${format},q_90`, clip),
      ];
      // Bright colours are a little darker than those that never left the ordinary range; a picture without mapping is far off.
      expect(await likeness(mapped.target, plain.target), format).toBeGreaterThan(14);
    }
    const { target, video } = await videos.render('w_90', high);
    expect(video.pixels).toBe('yuv420p');
    const entries = 'stream=color_space,color_transfer,color_primaries';
    const words = ['-v', 'error', '-select_streams', 'v', '-show_entries', entries, '-of', 'csv'];
    expect((await runProgram('ffprobe', [...words, target])).trim()).toBe(
      'stream,bt709,bt709,bt709',
    );
  });

  it('is padded with the colour that was asked for', async () => {
    const high = await makeHighRange('smpte2084');
    for (const file of [high, clip]) {
      const { target } = await videos.render('c_pad,w_96,h_96,b_rgb:804020,q_90', file);
      const colour = await colourAt(target, 40, 3);
      for (const [index, value] of [0x80, 0x40, 0x20].entries()) {
        expect(Math.abs((colour[index] ?? 0) - value)).toBeLessThan(6);
      }
    }
  });
});

describe('a crop that keeps a subject', () => {
  let still: string;
  beforeAll(async () => {
    // Grey all over, but for a red patch on the right.
    still = await makeClip(videos.directory, 'subject.mp4', {
      width: 192,
      height: 72,
      duration: 0.4,
      filter: 'drawbox=w=iw:h=ih:color=gray:t=fill,drawbox=x=154:y=28:w=24:h=24:color=red:t=fill',
    });
  });

  const red = [
    expect.toSatisfy((value: number) => value > 180),
    expect.toSatisfy((value: number) => value < 90),
    expect.toSatisfy((value: number) => value < 90),
  ];

  it.each([
    'c_fill,w_72,h_72,g_auto',
    'c_fill,w_72,h_72,g_face',
    'c_crop,w_72,h_72,g_faces',
    'c_fill,w_72,h_72,g_auto,f_gif',
    'c_fill,w_72,h_72,g_auto,f_webm',
    'c_crop,w_100,h_72,g_east/c_fill,w_72,h_72,g_auto',
    'so_0.2,c_fill,w_72,h_72,g_auto',
  ])('has it with %s', async (text) => {
    const { target, video } = await videos.render(text, still);
    expect(video).toMatchObject({ width: 72, height: 72 });
    const found = [];
    for (let x = 4; x < 70; x += 8) found.push(await colourAt(target, x, 40));
    expect(found).toContainEqual(red);
    expect(await readdir(videos.directory)).not.toContainEqual(expect.stringContaining('glance'));
  });

  it('has it not where the middle is asked for', async () => {
    const { target } = await videos.render('c_fill,w_72,h_72,g_center', still);
    for (let x = 4; x < 70; x += 8) expect(await colourAt(target, x, 40)).not.toEqual(red);
  });
});

describe('a crop', () => {
  it('begins where it is told, at an odd pixel, too', async () => {
    const { target } = await videos.render('c_crop,w_60,h_50,x_11,y_21,q_100', clip);
    const cut = async (left: number, top: number) => {
      const file = join(videos.directory, `cut-${left}-${top}.mp4`);
      const filter = `crop=60:50:${left}:${top}:exact=1`;
      await runProgram('ffmpeg', [
        '-v',
        'error',
        '-y',
        '-i',
        clip,
        '-vf',
        filter,
        '-qp',
        '0',
        file,
      ]);
      return likeness(target, file);
    };
    const [there, beside] = [await cut(11, 21), await cut(10, 20)];
    expect(there).toBeGreaterThan(beside + 3);
  });
});
