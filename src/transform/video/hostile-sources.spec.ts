import { createServer } from 'node:http';
import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeClip, runProgram } from '../../../test/support/video-clips.js';
import { TestVideoEngine } from '../../../test/support/video-engine.js';
import { DomainError } from '../../errors/domain-error.js';

vi.setConfig({ testTimeout: 30_000 });

let videos: TestVideoEngine;
let clip: string;

beforeAll(async () => {
  videos = await TestVideoEngine.open({
    MAX_VIDEO_DURATION_S: '600',
    MAX_VIDEO_PIXELS: '9000000',
  });
  clip = await makeClip(videos.directory, 'clip.mp4');
});

afterAll(() => videos[Symbol.asyncDispose]());

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('It succeeded.'),
    (reason: unknown) => reason,
  );
  if (error instanceof DomainError) {
    expect(error.message).not.toContain(tmpdir());
    return error.code;
  }
  throw error;
}

describe('a hostile source', () => {
  const hostile = async (name: string, content: string | Buffer) => {
    const file = join(videos.directory, name);
    await writeFile(file, content);
    return file;
  };

  it.each(['empty.mp4', 'text.mp4', 'text.avi', 'text.webm'])('%s is refused', async (name) => {
    const file = await hostile(
      name,
      name.startsWith('empty') ? '' : 'no video at all '.repeat(500),
    );
    expect(await codeOf(videos.render('w_100', file))).toBe('unprocessable-asset');
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
        expect(await codeOf(videos.render('w_100', file))).toBe('unprocessable-asset');
      }
    }
    expect(asked).toBe(0);
    server.close();
  });

  it('without a picture is refused', async () => {
    const file = join(videos.directory, 'sound.mp4');
    await runProgram('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=1', file]);
    expect(await codeOf(videos.render('w_100', file))).toBe('unprocessable-asset');
  });

  it('that was cut off is refused', async () => {
    const whole = await makeClip(videos.directory, 'whole.mp4', {
      more: ['-movflags', '+faststart'],
    });
    const file = join(videos.directory, 'half.mp4');
    await copyFile(whole, file);
    await truncate(file, Math.floor((await readFile(whole)).length / 2));
    expect(await codeOf(videos.render('w_100', file))).toBe('unprocessable-asset');
    await truncate(file, 300);
    expect(await codeOf(videos.render('w_100', file))).toBe('unprocessable-asset');
  });

  it('with more pixels or a longer duration than allowed is refused before it is decoded', async () => {
    const bomb = await makeClip(videos.directory, 'bomb.mp4', {
      width: 4096,
      height: 2304,
      duration: 0.04,
    });
    expect(await codeOf(videos.render('w_100', bomb))).toBe('unprocessable-asset');
    await using strict = await TestVideoEngine.open({ MAX_VIDEO_DURATION_S: '1' });
    expect(await codeOf(strict.render('du_0.1', clip))).toBe('unprocessable-asset');
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
    expect((await videos.render('w_100', file)).frames).toBe(60);
  });

  it.each([
    ['so_5', 'unprocessable-asset'],
    ['so_1,eo_40p', 'invalid-transformation'],
    ['c_crop,w_10,h_10,x_5000,y_1', 'invalid-transformation'],
    ['w_8000,h_8000', 'invalid-transformation'],
  ])('asked for %s is %s', async (text, code) => {
    expect(await codeOf(videos.render(text, clip))).toBe(code);
  });
});
