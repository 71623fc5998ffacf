import { createServer } from 'node:http';
import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testEnvironment } from '../../../test/support/environment.js';
import { inspect, makeClip, runProgram } from '../../../test/support/video-clips.js';
import { mediaTypeOfExtension, type MediaType } from '../../assets/media-types.js';
import { DomainError } from '../../errors/domain-error.js';
import { DEFAULT_LIMITS } from '../language/limits.js';
import { parseTransformation } from '../language/parse.js';
import { VideoEngine } from './video-engine.js';

vi.setConfig({ testTimeout: 30_000 });

let directory: string;
let engine: VideoEngine;
let clip: string;
const never = new AbortController().signal;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-video-test-'));
  engine = new VideoEngine(
    await testEnvironment(directory, { MAX_VIDEO_DURATION_S: '600', MAX_VIDEO_PIXELS: '9000000' }),
  );
  clip = await makeClip(directory, 'clip.mp4');
});

afterAll(() => rm(directory, { recursive: true, force: true }));

function typeOf(file: string): MediaType {
  const type = mediaTypeOfExtension(file.slice(file.lastIndexOf('.') + 1));
  if (type === undefined) throw new Error(`${file} has no media type.`);
  return type;
}

const read = (text: string) => parseTransformation(text, DEFAULT_LIMITS);
const probe = (file: string) => engine.probe({ file, mediaType: typeOf(file) }, never);
let results = 0;

async function render(text: string, file = clip, onProgress?: (percent: number) => void) {
  const target = join(directory, `result-${results++}`);
  const rendered = await engine.render({ file, mediaType: typeOf(file) }, read(text), target, {
    signal: never,
    ...(onProgress && { onProgress }),
  });
  return { ...rendered, target, ...(await inspect(target)) };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('It succeeded.'),
    (reason: unknown) => reason,
  );
  if (error instanceof DomainError) {
    expect(error.message).not.toContain(directory);
    return error.code;
  }
  throw error;
}

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
    const result = await render(`${text},du_0.5`);
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
    const result = await render(`${text},w_160`, clip, (percent) => progress.push(percent));
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
    const result = await render(`${text},f_mp4`);
    expect(result.frames).toBe(frames);
    expect(Math.abs(result.duration - frames / 30)).toBeLessThan(1 / 30 + 1e-3);
  });

  it('is streamable: its index comes first', async () => {
    const bytes = await readFile((await render('w_100')).target);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  it('fits a usual screen when nobody gave a size, and is never enlarged', async () => {
    const large = await makeClip(directory, 'large.mp4', {
      width: 1920,
      height: 1440,
      duration: 0.2,
    });
    expect((await render('q_50', large)).video).toMatchObject({ width: 960, height: 720 });
    expect((await render('q_50')).video).toMatchObject({ width: 320, height: 240 });
  });

  it('is smaller at a lower quality', async () => {
    const [low, high] = [await render('q_20'), await render('q_90')];
    expect(low.size).toBeLessThan(high.size);
  });
});

describe('an unusual source', () => {
  it('is shown upright', async () => {
    const plain = await makeClip(directory, 'lying.mp4', {
      width: 320,
      height: 240,
      duration: 0.5,
    });
    const turned = join(directory, 'turned.mp4');
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
    const facts = await probe(turned);
    expect(facts).toMatchObject({ width: 240, height: 320 });
    const result = await render('w_120', turned);
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
    const file = await makeClip(directory, name, { duration: 0.5, ...options });
    const result = await render('q_50', file);
    expect(result.video).toEqual({ codec: 'h264', pixels: 'yuv420p', width, height });
    expect(result.streams).toBe(name === 'silent.mp4' ? 1 : 2);
    expect(Math.abs(result.frames - 15)).toBeLessThanOrEqual(1);
  });

  it('of high dynamic range is brought to the ordinary one', async () => {
    const file = await makeClip(directory, 'hdr.mp4', {
      duration: 0.3,
      more: [
        ...['-pix_fmt', 'yuv420p10le', '-color_primaries', 'bt2020', '-color_trc', 'smpte2084'],
        ...['-colorspace', 'bt2020nc'],
      ],
    });
    expect(await probe(file)).toMatchObject({
      hdr: 'pq',
      bitDepth: 10,
    });
    const { target, video } = await render('w_160', file);
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

  it('of a variable frame rate keeps its length', async () => {
    const file = await makeClip(directory, 'variable.mp4', {
      filter: "select='not(mod(n,7))+not(mod(n,3))',setpts=PTS",
      more: ['-vsync', 'vfr'],
    });
    expect((await render('w_100', file)).duration).toBeCloseTo(2, 0);
  });

  it('faster than 60 frames a second is slowed to that', async () => {
    const file = await makeClip(directory, 'fast.mp4', { frameRate: 120, duration: 0.5 });
    expect((await render('w_100', file)).frames).toBe(30);
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
    const file = await engine.poster({ file: clip, mediaType: typeOf(clip) }, read(text), never);
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

describe('a hostile source', () => {
  const hostile = async (name: string, content: string | Buffer) => {
    const file = join(directory, name);
    await writeFile(file, content);
    return file;
  };

  it.each(['empty.mp4', 'text.mp4', 'text.avi', 'text.webm'])('%s is refused', async (name) => {
    const file = await hostile(
      name,
      name.startsWith('empty') ? '' : 'no video at all '.repeat(500),
    );
    expect(await codeOf(render('w_100', file))).toBe('unprocessable-asset');
  });

  it('that lists other files or addresses opens none of them', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const lists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`,
      `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${clip}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile '${clip}'\n`,
      `<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:${port}/</BaseURL></MPD>`,
    ];
    for (const [index, list] of lists.entries()) {
      for (const ending of ['mp4', 'mov', 'webm', 'mkv', 'avi']) {
        const file = await hostile(`list-${index}.${ending}`, list);
        expect(await codeOf(render('w_100', file))).toBe('unprocessable-asset');
      }
    }
    expect(asked).toBe(0);
    server.close();
  });

  it('without a picture is refused', async () => {
    const file = join(directory, 'sound.mp4');
    await runProgram('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=1', file]);
    expect(await codeOf(render('w_100', file))).toBe('unprocessable-asset');
  });

  it('that was cut off is refused', async () => {
    const whole = await makeClip(directory, 'whole.mp4', { more: ['-movflags', '+faststart'] });
    const file = join(directory, 'half.mp4');
    await copyFile(whole, file);
    await truncate(file, Math.floor((await readFile(whole)).length / 2));
    expect(await codeOf(render('w_100', file))).toBe('unprocessable-asset');
    await truncate(file, 300);
    expect(await codeOf(render('w_100', file))).toBe('unprocessable-asset');
  });

  it('with more pixels or a longer duration than allowed is refused before it is decoded', async () => {
    const bomb = await makeClip(directory, 'bomb.mp4', {
      width: 4096,
      height: 2304,
      duration: 0.04,
    });
    expect(await codeOf(render('w_100', bomb))).toBe('unprocessable-asset');
    const strict = new VideoEngine(await testEnvironment(directory, { MAX_VIDEO_DURATION_S: '1' }));
    const source = { file: clip, mediaType: typeOf(clip) };
    const work = strict.render(source, read('du_0.1'), join(directory, 'no'), { signal: never });
    expect(await codeOf(work)).toBe('unprocessable-asset');
  });

  it('whose headers claim ten hours is as long as its pictures are', async () => {
    const bytes = await readFile(clip);
    for (const [name, offset] of [
      ['mvhd', 20],
      ['tkhd', 24],
      ['mdhd', 20],
    ] as const) {
      for (let at = bytes.indexOf(name); at !== -1; at = bytes.indexOf(name, at + 4)) {
        bytes.writeUInt32BE(0x7fffffff, at + offset);
      }
    }
    const file = await hostile('claims.mp4', bytes);
    expect((await render('w_100', file)).frames).toBe(60);
  });

  it.each([
    ['so_5', 'unprocessable-asset'],
    ['so_1,eo_40p', 'invalid-transformation'],
    ['c_crop,w_10,h_10,x_5000,y_1', 'invalid-transformation'],
    ['c_fill,w_10,h_10,g_auto', 'invalid-transformation'],
    ['w_8000,h_8000', 'invalid-transformation'],
  ])('asked for %s is %s', async (text, code) => {
    expect(await codeOf(render(text))).toBe(code);
  });
});

describe('a render that is given up', () => {
  it('leaves no process and no file, within two seconds', async () => {
    const file = await makeClip(directory, 'slow.mp4', { width: 1280, height: 720, duration: 10 });
    const abort = new AbortController();
    const target = join(directory, 'given-up');
    const work = engine.render({ file, mediaType: typeOf(file) }, read('f_webm,q_90'), target, {
      signal: abort.signal,
    });
    const outcome = work.catch((error: unknown) => error);
    await sleep(1500);
    const asked = Date.now();
    abort.abort(new Error('cancelled'));
    expect(await outcome).toEqual(new Error('cancelled'));
    expect(Date.now() - asked).toBeLessThan(2000);
    expect(await runProgram('sh', ['-c', `pgrep -f '${target}' || true`])).not.toMatch(/ffmpeg/);
    expect((await readdir(directory)).filter((name) => name.startsWith('given-up'))).toEqual([]);
  });
});
