import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CROP_CASES } from '../../support/crop-modes.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { inspect, makeClip, runProgram } from '../../support/video-clips.ts';

let server: RunningServer;
let files: TemporaryDirectory;

beforeAll(async () => {
  files = await temporaryDirectory();
  const clip = await makeClip(files.path, 'clip.mp4', { width: 96, height: 72, duration: 0.4 });
  const lying = await makeClip(files.path, 'lying.mp4', {
    width: 96,
    height: 72,
    duration: 0.4,
    filter: 'transpose=1',
    more: ['-qp', '0'],
  });
  const turned = join(files.path, 'turned.mp4');
  const tag = ['-c', 'copy', '-metadata:s:v:0', 'rotate=90'];
  await runProgram('ffmpeg', ['-v', 'error', '-y', '-i', lying, ...tag, turned]);
  const large = await makeClip(files.path, 'large.mp4');
  server = await startServer();
  await upload(server, [
    { name: 'clip.mp4', content: await readFile(clip) },
    { name: 'turned.mp4', content: await readFile(turned) },
    { name: 'large.mp4', content: await readFile(large) },
  ]);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await files[Symbol.asyncDispose]();
});

const take = async (path: string) => {
  const answer = await fetch(`${server.url}/t/${path}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { answer, bytes };
};
const poster = async (path: string) => {
  const { answer, bytes } = await take(path);
  expect(answer.status, bytes.toString('utf8', 0, 300)).toBe(200);
  return { type: answer.headers.get('content-type'), bytes };
};
/** How far apart the pixels of two pictures are on average, 0 to 255. */
const difference = async (one: Buffer, other: Buffer) => {
  const [left, right] = await Promise.all(
    [one, other].map((bytes) => sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer()),
  );
  if (left?.length !== right?.length || left === undefined) throw new Error('The sizes differ.');
  return (
    left.reduce((sum, value, at) => sum + Math.abs(value - (right?.[at] ?? 0)), 0) / left.length
  );
};

describe('a poster', () => {
  const FORMATS = { avif: 'av1', webp: 'webp', jpeg: 'mjpeg', png: 'png', gif: 'gif' } as const;

  it.each(CROP_CASES)(
    'of $text has its size in every format, upright',
    async ({ text, width, height }) => {
      const plain = await poster(`t_true,${text},f_png/clip.mp4`);
      for (const [format, codec] of Object.entries(FORMATS)) {
        const { type, bytes } = await poster(`t_true,${text},f_${format},q_95/turned.mp4`);
        expect(type).toBe(`image/${format}`);
        const file = join(files.path, `poster.${format}`);
        await writeFile(file, bytes);
        const seen = await inspect(file);
        // Debian's ffprobe reads no size in the AVIF of other programs.
        const size = format === 'avif' ? {} : { width, height };
        expect(seen.video, format).toMatchObject({ codec, ...size });
        expect([seen.streams, seen.rotated], format).toEqual([1, false]);
        const { orientation = 1, pages = 1, ...picture } = await sharp(bytes).metadata();
        expect([orientation, pages, picture.width, picture.height]).toEqual([1, 1, width, height]);
        expect(await difference(bytes, plain.bytes), format).toBeLessThan(12);
      }
    },
  );
});

describe('a video of 320 by 240', () => {
  const IMAGE_PARAMETERS: readonly (readonly [
    step: string,
    width: number,
    height: number,
    format?: string,
  ])[] = [
    ['w_100', 100, 75],
    ['h_60', 80, 60],
    ['w_0.5', 160, 120],
    ['w_100,dpr_2', 200, 150],
    ['w_90,ar_1:1,c_fill', 90, 90],
    ['w_60,h_60,c_fill,g_north', 60, 60],
    ['w_60,h_60,c_fill,g_auto', 60, 60],
    ['w_60,h_60,c_fill,g_face', 60, 60],
    ['w_60,h_60,c_crop,x_5,y_7,g_north_west', 60, 60],
    ['w_60,h_60,c_thumb,z_0.5', 60, 60],
    ['w_60,h_60,c_thumb,z_3,g_center', 60, 60],
    ['w_80,pg_1', 80, 60],
    ['w_80,bo_5px_solid_red', 80, 60],
    ['w_100,h_50,c_pad,b_red', 100, 50],
    ['a_90', 240, 320],
    ['w_80/a_hflip.vflip', 80, 60],
    ['w_80,r_10,f_png', 80, 60, 'png'],
    ['w_80,o_50,f_webp', 80, 60, 'webp'],
    ['w_80,e_grayscale', 80, 60],
    ['w_80,q_30,f_jpeg', 80, 60, 'jpeg'],
    ['w_80,f_avif', 80, 60, 'heif'],
    ['w_80,f_jpeg,fl_progressive', 80, 60, 'jpeg'],
    ['w_80,fl_attachment', 80, 60],
  ];
  it.each(IMAGE_PARAMETERS)('has a poster with %s', async (step, width, height, format) => {
    for (const text of ['t_true', 't_true,tt_50p']) {
      const { bytes } = await poster(`${text},${step}/large.mp4`);
      const seen = await sharp(bytes).metadata();
      expect(seen).toMatchObject({ width, height, ...(format !== undefined && { format }) });
    }
  });

  it('has a border of the colour and the width that were asked for, inside the picture', async () => {
    const { bytes } = await poster('t_true,w_80,h_60,bo_5px_solid_f00,f_png/large.mp4');
    const { data, info } = await sharp(bytes)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const colour = (x: number, y: number) => {
      const at = (y * info.width + x) * info.channels;
      return [...data.subarray(at, at + 3)];
    };
    for (const [x, y] of [
      [0, 0],
      [40, 4],
      [4, 30],
      [79, 59],
    ] as const) {
      expect(colour(x, y)).toEqual([255, 0, 0]);
    }
    expect(colour(40, 30)).not.toEqual([255, 0, 0]);
    const bare = await poster('t_true,w_80,h_60,f_png/large.mp4');
    const inside = { left: 5, top: 5, width: 70, height: 50 };
    const crop = (of: Buffer) => sharp(of).extract(inside).png().toBuffer();
    expect(await difference(await crop(bytes), await crop(bare.bytes))).toBeLessThan(30);
  });

  it('is seen from closer with a larger z', async () => {
    const at = (z: string) => poster(`t_true,c_thumb,g_center,w_120,h_90${z},f_png/large.mp4`);
    const [whole, close] = [await at(''), await at(',z_2')];
    // The middle half of the one is the other.
    const middle = await sharp(whole.bytes)
      .extract({ left: 30, top: 22, width: 60, height: 45 })
      .resize(120, 90)
      .png()
      .toBuffer();
    const apart = await difference(close.bytes, middle);
    expect(apart).toBeLessThan(30);
    expect(apart).toBeLessThan(await difference(close.bytes, whole.bytes));
  });

  it('has one page, as any still picture has', async () => {
    const first = await poster('t_true,w_80,pg_1,f_png/large.mp4');
    expect(first.bytes).toEqual((await poster('t_true,w_80,f_png/large.mp4')).bytes);
    const { answer, bytes } = await take('t_true,w_80,pg_2,f_png/large.mp4');
    expect(answer.status).toBe(400);
    expect(bytes.toString()).toMatch(/1 page/);
  });
});
