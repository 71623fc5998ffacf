import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { MODERN_FORMATS } from '../language/transformation.js';
import {
  decode,
  engineWith,
  fixture,
  render,
  written,
  type Pixels,
} from '../../../test/support/images.js';

const COLOURS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [0, 255, 255],
  [255, 0, 255],
] as const;
const DELAYS = [50, 100, 150, 200, 250, 300];
const both = MODERN_FORMATS;

/** One pixel of one frame, without its alpha. */
function inFrame(strip: Pixels, frameHeight: number, frame: number, x: number, y: number) {
  return strip.at(x, frame * frameHeight + y).slice(0, 3);
}

/** Every frame has its own colour at a point. */
function expectFrames(strip: Pixels, height: number, x: number, y: number): void {
  COLOURS.forEach((colour, frame) => {
    const pixel = inFrame(strip, height, frame, x, y);
    const distance = Math.max(
      ...pixel.map((value, channel) => Math.abs(value - (colour[channel] ?? 0))),
    );
    expect(distance).toBeLessThan(14);
  });
}

describe.each(['animation.gif', 'animation.webp'])('%s', (name) => {
  const source = fixture(name);

  it.each(['gif', 'webp'] as const)(
    'stays an animation as %s, with its delays and its loop',
    async (format) => {
      const { data, width, height } = await render(source, 'w_30', format);
      const metadata = await sharp(data, { animated: true }).metadata();
      expect([width, height, metadata.pageHeight, metadata.pages]).toEqual([30, 20, 20, 6]);
      expect([metadata.delay, metadata.loop]).toEqual([DELAYS, 3]);
      expectFrames(await decode(data, true), 20, 20, 15);
    },
  );

  it.each<[string, number, number, number, number]>([
    ['w_33', 33, 22, 20, 15],
    ['w_31,h_17,c_scale', 31, 17, 20, 15],
    ['w_20,h_20,g_east', 20, 20, 10, 15],
    ['w_20,h_20,g_auto', 20, 20, 10, 10],
    ['w_20,h_20,c_crop,x_30,y_15', 20, 20, 10, 10],
    ['w_60,h_60,c_pad,b_black', 60, 60, 30, 40],
    ['a_90', 40, 60, 10, 30],
    ['a_180', 60, 40, 30, 10],
    ['a_vflip', 60, 40, 30, 10],
    ['a_hflip', 60, 40, 30, 30],
    ['a_30,b_black', 72, 65, 36, 40],
    ['w_30,e_blur:60', 30, 20, 15, 15],
    ['w_30,e_pixelate:5', 30, 20, 15, 17],
    ['w_30/a_90', 20, 30, 5, 15],
    ['r_10', 60, 40, 30, 30],
    ['bo_3px_solid_black', 60, 40, 30, 30],
    ['e_vignette:10', 60, 40, 30, 20],
  ])('%s frames every frame alike', async (text, width, height, x, y) => {
    const result = await render(source, text, { kind: 'fixed', format: 'webp' });
    expect([result.width, result.height]).toEqual([width, height]);
    const strip = await decode((await render(source, `${text},fl_lossless`, 'webp')).data, true);
    expect([strip.width, strip.height]).toEqual([width, height * 6]);
    expectFrames(strip, height, x, y);
  });

  it.each(['a_90', 'a_30,b_black', 'w_20,h_20,g_auto', 'w_30,e_blur:60', 'r_10/w_40'])(
    '%s does to frames what it does, also where the profile is kept',
    async (text) => {
      const plain = await render(source, `${text},fl_lossless`, 'webp');
      const kept = await render(source, `${text},fl_lossless.keep_profile`, 'webp');
      expect((await decode(kept.data, true)).data).toEqual((await decode(plain.data, true)).data);
    },
  );

  it('counts frames together, and may stay as large as it is', async () => {
    const engine = engineWith({ MAX_OUTPUT_PIXELS: 60 * 40 * 3 });
    const choice = { kind: 'fixed', format: 'gif' } as const;
    const made = (text: string) => render(source, text, choice, engine);
    expect(await made('w_60')).toMatchObject({ width: 60, height: 40 });
    await expect(made('w_80')).rejects.toMatchObject({
      code: 'invalid-transformation',
      violations: [{ parameter: 'w' }],
    });
  });

  it('draws the border, the corners and the padding in every frame', async () => {
    const border = await decode(
      (await render(source, 'bo_3px_solid_black,fl_lossless', 'webp')).data,
      true,
    );
    const corners = await decode((await render(source, 'r_10,fl_lossless', 'webp')).data, true);
    const padded = await decode(
      (await render(source, 'w_60,h_60,c_pad,b_black,fl_lossless', 'webp')).data,
      true,
    );
    for (let frame = 0; frame < 6; frame += 1) {
      expect(inFrame(border, 40, frame, 1, 39)).toEqual([0, 0, 0]);
      expect(inFrame(border, 40, frame, 30, 0)).toEqual([0, 0, 0]);
      expect(corners.at(0, frame * 40)[3]).toBe(0);
      expect(corners.at(59, frame * 40 + 39)[3]).toBe(0);
      expect(inFrame(padded, 60, frame, 30, 2)).toEqual([0, 0, 0]);
      expect(inFrame(padded, 60, frame, 30, 57)).toEqual([0, 0, 0]);
    }
  });

  it('lets no frame look into its neighbours', async () => {
    const { data } = await render(source, 'e_blur:100,fl_lossless', 'webp');
    expectFrames(await decode(data, true), 40, 30, 39);
  });

  it('is its first frame as a still, or the frame asked for', async () => {
    const first = await decode((await render(source, 'w_60', 'png')).data);
    expect(first.at(30, 30).slice(0, 3)).toEqual(COLOURS[0]);
    const third = await render(source, 'pg_3', 'webp');
    expect((await sharp(third.data).metadata()).pages).toBeUndefined();
    expectFramesStill(await decode(third.data));
  });

  it('is 400 for a frame it does not have', async () => {
    await expect(render(source, 'pg_7')).rejects.toMatchObject({
      code: 'invalid-transformation',
      violations: [{ parameter: 'pg' }],
    });
  });

  it('stays an animation when the client chooses', async () => {
    const preferred = await render(source, 'w_30', { kind: 'preferred', accepted: both });
    expect([preferred.format, (await sharp(preferred.data).metadata()).pages]).toEqual(['webp', 6]);
    const poor = { kind: 'preferred', accepted: ['avif'] } as const;
    expect((await render(source, 'w_30', poor)).format).toBe('gif');
    const smallest = await render(source, 'w_30,a_90', { kind: 'smallest', accepted: both });
    expect((await sharp(smallest.data).metadata()).pages).toBe(6);
  });

  it('is refused with too many frames, or too many pixels in all', async () => {
    const refused = { code: 'unprocessable-asset' };
    const few = engineWith({ MAX_ANIMATION_FRAMES: 5 });
    await expect(render(source, 'w_30', 'gif', few)).rejects.toMatchObject(refused);
    const small = engineWith({ MAX_SOURCE_PIXELS: 6 * 60 * 40 - 1 });
    await expect(render(source, 'w_30', 'gif', small)).rejects.toMatchObject(refused);
    expect((await render(source, 'w_30', 'jpeg', small)).width).toBe(30);
  });
});

function expectFramesStill(pixels: Pixels): void {
  const [red = 255, , blue = 0] = pixels.at(30, 30);
  expect(red).toBeLessThan(20);
  expect(blue).toBeGreaterThan(235);
}

describe('pages of a document', () => {
  it('shows the first page, or the page asked for', async () => {
    for (const [text, colour] of [
      ['w_40', [255, 0, 0]],
      ['pg_2', [0, 255, 0]],
      ['pg_3,w_20', [0, 0, 255]],
    ] as const) {
      expect((await decode((await render(fixture('pages.tiff'), text)).data)).at(5, 5)).toEqual(
        colour,
      );
    }
  });
});

/** A TIFF (TIFF 6.0) of grey pages of these sizes, black on the left and white on the right. */
function greyPages(sizes: readonly (readonly [width: number, height: number])[]): Buffer {
  const pages = sizes.map(([width, height]) => {
    const directory = Buffer.alloc(2 + 9 * 12 + 4);
    const pixels = Buffer.alloc(width * height);
    pixels.forEach((_, at) => (pixels[at] = at % width < width / 2 ? 0 : 255));
    return { width, height, directory, pixels };
  });
  let start = 8;
  for (const [index, { width, height, directory, pixels }] of pages.entries()) {
    const next = start + directory.length + pixels.length;
    directory.writeUInt16LE(9);
    [
      ...[256, width, 257, height, 258, 8, 259, 1, 262, 1, 273, start + directory.length],
      ...[277, 1, 278, height, 279, pixels.length],
    ].forEach((value, at) => {
      const entry = 2 + (at >> 1) * 12;
      if (at % 2 === 0) directory.set([value & 255, value >> 8, 4, 0, 1, 0, 0, 0], entry);
      else directory.writeUInt32LE(value, entry + 8);
    });
    directory.writeUInt32LE(index + 1 < pages.length ? next : 0, directory.length - 4);
    start = next;
  }
  const head = Buffer.from('II*\0\x08\0\0\0', 'latin1');
  return Buffer.concat([head, ...pages.flatMap(({ directory, pixels }) => [directory, pixels])]);
}

describe('a page of another size than the first', () => {
  it.each([
    ['pg_2,w_10', 10, 20],
    ['pg_2,w_0.5', 10, 20],
    ['pg_2,w_30,h_40,c_pad', 30, 40],
    ['pg_2,w_5,h_5,c_crop,x_15,y_35', 5, 5],
    ['pg_2,r_5', 20, 40],
    ['w_20', 20, 15],
  ])('%s is %i × %i px', async (text, width, height) => {
    const source = written(
      'sizes.tif',
      greyPages([
        [40, 30],
        [20, 40],
      ]),
    );
    const picture = await decode((await render(source, text)).data);
    expect([picture.width, picture.height]).toEqual([width, height]);
    if (text.includes('crop')) expect(picture.at(0, 0)).toEqual([255, 255, 255]);
  });
});

it('refuses a document of more pages than can be asked for', async () => {
  const pages = Array.from({ length: 10_001 }, () => [1, 1] as const);
  await expect(render(written('pages.tif', greyPages(pages)), 'w_10')).rejects.toMatchObject({
    code: 'unprocessable-asset',
    message: expect.stringContaining('10001 pages') as string,
  });
});
