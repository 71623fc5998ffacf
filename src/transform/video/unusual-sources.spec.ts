import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeClip, runProgram } from '../../../test/support/video-clips.js';
import { colourAt, framesTaken } from '../../../test/support/video-frames.js';
import { TestVideoEngine } from '../../../test/support/video-engine.js';

vi.setConfig({ testTimeout: 30_000 });

let videos: TestVideoEngine;

beforeAll(async () => {
  videos = await TestVideoEngine.open();
});

afterAll(() => videos[Symbol.asyncDispose]());

describe('an unusual source', () => {
  it('is shown upright', async () => {
    const plain = await makeClip(videos.directory, 'lying.mp4', {
      width: 320,
      height: 240,
      duration: 0.5,
    });
    const turned = join(videos.directory, 'turned.mp4');
    const words = ['-v', 'error', '-display_rotation', '90', '-i', plain, '-c', 'copy', turned];
    await runProgram('ffmpeg', words).catch(() =>
      runProgram('ffmpeg', [
        '-v',
        'error',
        '-y',
        '-i',
        plain,
        '-c',
        'copy',
        '-metadata:s:v:0',
        'rotate=90',
        turned,
      ]),
    );
    const facts = await videos.probe(turned);
    expect(facts).toMatchObject({ width: 240, height: 320 });
    const result = await videos.render('w_120', turned);
    expect(result.video).toMatchObject({ width: 120, height: 160 });
    expect(result.rotated).toBe(false);
  });

  it.each([
    // The source of the test card knows even sides only.
    ['odd.mp4', { filter: 'scale=177:99,setsar=1', more: ['-pix_fmt', 'yuv444p'] }, 176, 98],
    ['odd.webm', { filter: 'scale=177:99,setsar=1' }, 176, 98],
    ['silent.mp4', { tracks: 0 }, 320, 240],
    ['many.mp4', { tracks: 3 }, 320, 240],
    ['ten-bit.mp4', { more: ['-pix_fmt', 'yuv420p10le'] }, 320, 240],
    ['wide-pixels.mp4', { filter: 'setsar=2/1' }, 640, 240],
    ['clip.webm', {}, 320, 240],
    ['clip.mkv', {}, 320, 240],
    ['clip.avi', {}, 320, 240],
    ['clip.mov', {}, 320, 240],
  ])('%s becomes an ordinary video', async (name, options, width, height) => {
    const file = await makeClip(videos.directory, name, { duration: 0.5, ...options });
    const result = await videos.render('q_50', file);
    expect(result.video).toEqual({ codec: 'h264', pixels: 'yuv420p', width, height });
    expect(result.streams).toBe(name === 'silent.mp4' ? 1 : 2);
    expect(Math.abs(result.frames - 15)).toBeLessThanOrEqual(1);
  });

  it.each(['recorded.webm', 'recorded.mkv'])(
    '%s, which was written to a pipe and does not say how long it is, is measured',
    async (name) => {
      const whole = await makeClip(videos.directory, `whole-${name}`, { duration: 1 });
      const file = join(videos.directory, name);
      const muxer = name.endsWith('webm') ? 'webm' : 'matroska';
      await runProgram('sh', [
        '-c',
        `ffmpeg -v error -i "$1" -c copy -f ${muxer} - > "$2"`,
        ...['sh', whole, file],
      ]);
      const { duration } = await videos.probe(file);
      expect(Math.abs(duration - 1)).toBeLessThan(0.02);
      const cut = await videos.render('so_0.51,q_80', file);
      expect(await framesTaken(cut.target, whole)).toEqual(
        Array.from({ length: 15 }, (_, index) => 15 + index),
      );
    },
  );

  it('of high dynamic range is brought to the ordinary one', async () => {
    const file = await makeClip(videos.directory, 'hdr.mp4', {
      duration: 0.3,
      more: [
        ...['-pix_fmt', 'yuv420p10le', '-color_primaries', 'bt2020', '-color_trc', 'smpte2084'],
        ...['-colorspace', 'bt2020nc'],
      ],
    });
    expect(await videos.probe(file)).toMatchObject({
      colour: { hdr: 'pq' },
      bitDepth: 10,
    });
    const { target, video } = await videos.render('w_160', file);
    expect(video.pixels).toBe('yuv420p');
    const words = [
      '-v',
      'error',
      '-show_entries',
      'stream=color_transfer',
      '-of',
      'csv=p=0',
      target,
    ];
    expect(await runProgram('ffprobe', words)).toMatch(/bt709/);
  });

  it('of odd sides becomes a GIF of square pixels', async () => {
    const file = await makeClip(videos.directory, 'odd-sides.mp4', {
      duration: 0.1,
      filter: 'scale=99:177,setsar=1',
      more: ['-pix_fmt', 'yuv444p'],
    });
    const { target } = await videos.render('w_64,f_gif', file);
    const shape = ['-v', 'error', '-show_entries', 'stream=sample_aspect_ratio', '-of', 'csv=p=0'];
    expect(await runProgram('ffprobe', [...shape, target])).toBe('1:1\n');
  });

  it.each([
    ['camcorder.avi', 'mpeg4'],
    ['disc.mkv', 'mpeg2video'],
  ])('of two fields a picture, as in %s, is made whole', async (name, codec) => {
    const file = await makeClip(videos.directory, name, {
      frameRate: 60,
      duration: 0.4,
      tracks: 0,
      // An edge that goes right by 8 px from field to field.
      filter: "format=gray,geq=lum='if(lt(X,8*N),255,0)',interlace",
      more: [
        '-c:v',
        codec,
        '-flags',
        '+ilme+ildct',
        '-qscale:v',
        '2',
        '-field_order',
        'progressive',
      ],
    });
    const { data, info } = await sharp(await videos.poster('t_true,tt_0.21', file))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const between = Array.from(
      { length: 100 },
      (_, row) => data[((70 + row) * info.width + 100) * info.channels] ?? 0,
    );
    expect(Math.max(...between) - Math.min(...between)).toBeLessThan(60);
  });

  it.each([
    ['of a wide gamut', 'bt2020-10', 'tv', 255],
    ['of a high dynamic range in all numbers', 'smpte2084', 'pc', 194],
  ])('%s shows the colours that were meant', async (_, curve, range, brightest) => {
    const words = 'format=gbrp,zscale=min=gbr:pin=bt709:tin=bt709:npl=203:p=bt2020:m=bt2020nc';
    const file = await makeClip(videos.directory, `${curve}.mkv`, {
      duration: 0.1,
      tracks: 0,
      filter: `drawbox=0:0:160:240:white:fill,drawbox=160:0:160:240:red:fill,${words}:t=${curve}:r=${range}`,
      more: [
        ...['-c:v', 'ffv1', '-pix_fmt', 'yuv420p10le', '-color_range', range],
        ...['-color_primaries', 'bt2020', '-color_trc', curve, '-colorspace', 'bt2020nc'],
      ],
    });
    const off = async (picture: string, x: number, meant: readonly number[]) => {
      const found = await colourAt(picture, x, 60);
      return Math.max(...found.map((sample, index) => Math.abs(sample - (meant[index] ?? 0))));
    };
    const poster = await videos.poster('t_true', file);
    expect(await off(poster, 80, [brightest, brightest, brightest])).toBeLessThan(8);
    expect(await off(poster, 240, [brightest, 0, 0])).toBeLessThan(20);
    const { target } = await videos.render('w_160', file);
    expect(await off(target, 120, [brightest, 0, 0])).toBeLessThan(20);
  });

  it.each([
    [
      'clear.webm',
      ['-pix_fmt', 'yuva420p', '-auto-alt-ref', '0'],
      ['w_160', 'w_160,f_gif', 'w_160,f_webm'],
    ],
    [
      'clear.mov',
      ['-c:v', 'prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le'],
      ['w_160'],
    ],
  ])(
    '%s keeps its transparency in its poster, and lies on white in a film',
    async (name, more, results) => {
      const file = await makeClip(videos.directory, name, {
        duration: 0.3,
        // What is hidden is green.
        filter: 'format=rgba,geq=r=0:g=255:b=0:a=if(lt(X\\,160)\\,255\\,0)',
        more,
      });
      expect(await videos.probe(file)).toMatchObject({ hasAlpha: true });
      const columns = async (picture: string | Buffer) => {
        const { data, info } = await sharp(picture)
          .ensureAlpha()
          .raw()
          .toBuffer({ resolveWithObject: true });
        const at = (x: number) => [...data.subarray((40 * info.width + x) * 4).subarray(0, 4)];
        return [at(10), at(info.width - 10)];
      };
      const [seen, hidden] = await columns(await videos.poster('t_true', file));
      expect([seen?.[3], hidden?.[3]]).toEqual([255, 0]);
      for (const text of results) {
        const { target } = await videos.render(text, file);
        const frame = `${target}.png`;
        await runProgram('ffmpeg', ['-v', 'error', '-y', '-i', target, '-frames:v', '1', frame]);
        const [left = [], right = []] = await columns(frame);
        expect(Math.min(left[1] ?? 0, 255 - (left[0] ?? 255))).toBeGreaterThan(200);
        expect(Math.min(...right)).toBeGreaterThan(245);
      }
    },
  );

  it('of a variable frame rate keeps its length', async () => {
    const file = await makeClip(videos.directory, 'variable.mp4', {
      filter: "select='not(mod(n,7))+not(mod(n,3))',setpts=PTS",
      more: ['-vsync', 'vfr'],
    });
    expect((await videos.render('w_100', file)).duration).toBeCloseTo(2, 0);
  });

  it('faster than 60 frames a second is slowed to that', async () => {
    const file = await makeClip(videos.directory, 'fast.mp4', { frameRate: 120, duration: 0.5 });
    expect((await videos.render('w_100', file)).frames).toBe(30);
  });
});
