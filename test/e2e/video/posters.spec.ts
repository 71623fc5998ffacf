import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

let server: RunningServer;

beforeAll(async () => {
  await using directory = await temporaryDirectory();
  const content = await readFile(await makeClip(directory.path, 'clip.mp4'));
  server = await startServer();
  await upload(server, [{ name: 'clip.mp4', content }]);
});

afterAll(() => server[Symbol.asyncDispose]());

describe('a video of 320 by 240', () => {
  const IMAGE_PARAMETERS: readonly (readonly [
    step: string,
    width: number,
    height: number,
    format?: string,
  ])[] = [
    ['w_100', 100, 75],
    ['h_60', 80, 60],
    ['w_100,dpr_2', 200, 150],
    ['w_100,h_50,c_fill', 100, 50],
    ['w_100,h_50,c_fit', 67, 50],
    ['w_100,h_50,c_scale', 100, 50],
    ['w_100,h_50,c_crop', 100, 50],
    ['w_100,h_50,c_pad,b_red', 100, 50],
    ['w_90,ar_1:1,c_fill', 90, 90],
    ['w_60,h_60,c_fill,g_north', 60, 60],
    ['w_60,h_60,c_fill,g_auto', 60, 60],
    ['w_60,h_60,c_crop,x_5,y_7,g_north_west', 60, 60],
    ['a_90', 240, 320],
    ['w_80,r_10,f_png', 80, 60, 'png'],
    ['w_80,o_50,f_webp', 80, 60, 'webp'],
    ['w_80,e_grayscale', 80, 60],
    ['w_80,q_30,f_jpeg', 80, 60, 'jpeg'],
    ['w_80,f_avif', 80, 60, 'heif'],
    ['w_80,fl_attachment', 80, 60],
  ];
  it.each(IMAGE_PARAMETERS)('has a poster with %s', async (step, width, height, format) => {
    for (const poster of ['t_true', 't_true,tt_50p']) {
      const answer = await fetch(`${server.url}/t/${poster},${step}/clip.mp4`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(answer.status, bytes.toString('utf8', 0, 300)).toBe(200);
      const seen = await sharp(bytes).metadata();
      expect(seen).toMatchObject({ width, height, ...(format !== undefined && { format }) });
    }
  });
});
