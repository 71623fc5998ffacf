import { beforeAll, describe, expect, it } from 'vitest';
import {
  chart,
  decode,
  fixture,
  pixelsOf,
  psnr,
  render,
  written,
} from '../../../test/support/images.js';
import type { ImageSource } from './image-engine.js';

describe('turning', () => {
  let source: ImageSource;
  const [width, height] = [60, 40];
  beforeAll(async () => {
    source = await chart(width, height);
  });

  type Origin = (x: number, y: number) => readonly [number, number];
  const turns: Readonly<Record<string, readonly [number, number, Origin]>> = {
    a_90: [40, 60, (x, y) => [y, height - 1 - x]],
    a_180: [60, 40, (x, y) => [width - 1 - x, height - 1 - y]],
    'a_-90': [40, 60, (x, y) => [width - 1 - y, x]],
    a_hflip: [60, 40, (x, y) => [width - 1 - x, y]],
    a_vflip: [60, 40, (x, y) => [x, height - 1 - y]],
    'a_hflip.90': [40, 60, (x, y) => [width - 1 - y, height - 1 - x]],
    'a_90.hflip': [40, 60, (x, y) => [y, x]],
    'a_hflip.vflip': [60, 40, (x, y) => [width - 1 - x, height - 1 - y]],
    'a_30.60': [40, 60, (x, y) => [y, height - 1 - x]],
    'a_90/a_90': [60, 40, (x, y) => [width - 1 - x, height - 1 - y]],
  };
  for (const [text, [wide, high, origin]] of Object.entries(turns)) {
    it(`${text} moves every pixel where it belongs`, async () => {
      const pixels = await pixelsOf(source, text);
      expect([pixels.width, pixels.height]).toEqual([wide, high]);
      for (let y = 0; y < high; y += 1) {
        for (let x = 0; x < wide; x += 1) {
          expect(pixels.at(x, y).slice(0, 2)).toEqual(origin(x, y));
        }
      }
    });
  }

  it('crops what it has turned', async () => {
    // Turned by 90°, the picture is 40 × 60 px and its top was the left.
    const pixels = await pixelsOf(source, 'a_90,w_40,h_20,c_crop,x_0,y_10');
    expect(pixels.at(0, 0).slice(0, 2)).toEqual([10, 39]);
    expect(pixels.at(39, 19).slice(0, 2)).toEqual([29, 0]);
    const scaled = await pixelsOf(source, 'a_90,w_20,h_10,g_north');
    expect(scaled.at(10, 2)[0]).toBeCloseTo(4.5, -0.5);
  });

  it('turns by any angle what has been turned upright before', async () => {
    const upright = (await render(fixture('orientation/landscape_1.jpg'), 'w_90/a_33', 'png')).data;
    for (const number of [3, 5, 6, 8]) {
      const turned = fixture(`orientation/landscape_${number}.jpg`);
      const { data, width, height } = await render(turned, 'w_90/a_33', 'png');
      expect(psnr(await decode(data), await decode(upright))).toBeGreaterThan(25);
      const framed = await render(turned, 'w_90/a_33,r_9', 'png');
      expect([framed.width, framed.height]).toEqual([width, height]);
    }
    const both = await pixelsOf(source, 'a_90/a_30');
    const { data } = await render(source, 'a_90', 'png');
    const second = await pixelsOf(written('turned.png', data), 'a_30');
    expect(both.data.equals(second.data)).toBe(true);
  });

  it('turns by any angle on a canvas that holds the picture', async () => {
    const pixels = await pixelsOf(source, 'a_30');
    const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    expect([pixels.width, pixels.height]).toEqual([
      Math.round(60 * cos + 40 * sin),
      Math.round(60 * sin + 40 * cos),
    ]);
    expect(pixels.at(0, 0)[3]).toBe(0);
    expect(pixels.at(36, 32).map(Math.round)).toEqual([
      expect.closeTo(29.5, -0.5),
      expect.closeTo(19.5, -0.5),
      128,
      255,
    ]);
    // 10 px right of the centre lies 10·cos, 10·sin further in the turned picture.
    expect(pixels.at(36 + Math.round(10 * cos), 32 + 5)[0]).toBeCloseTo(39.5, -0.5);
  });

  it.each([
    ['a_30,w_100,h_100', 100, 100],
    ['a_45,w_33,h_57,c_fill', 33, 57],
    ['a_12,w_40', 40, undefined],
    ['a_200,w_50,h_50,c_pad', 50, 50],
    ['a_10,w_50,h_20,c_scale', 50, 20],
    ['a_10,w_30,h_30,c_fit', 30, undefined],
    ['a_77,w_20,h_20,c_crop,x_10,y_10', 20, 20],
    ['a_30,w_20,h_20,g_auto', 20, 20],
    ['a_33,w_147,h_14,c_fill_pad,e_negate.sepia:30', 147, 14],
    ['a_-7,w_90,h_80,c_pad,b_red,o_50/r_max/w_45', 45, 40],
  ])('%s has the size it asks for', async (text, wide, high) => {
    const pixels = await pixelsOf(source, text);
    expect(pixels.width).toBe(wide);
    expect(pixels.height).toBe(high ?? pixels.height);
  });

  it('fills the corners with the background', async () => {
    expect((await pixelsOf(source, 'a_45,b_red')).at(0, 0)).toEqual([255, 0, 0]);
    const jpeg = await decode((await render(source, 'a_45', 'jpeg')).data);
    expect(Math.min(...jpeg.at(0, 0))).toBeGreaterThan(245);
  });
});

describe('the EXIF orientation comes first', () => {
  const orientations = [2, 3, 4, 5, 6, 7, 8];
  const texts = [
    'w_120',
    'w_60,h_60,g_north_west',
    'w_60,h_60,g_east',
    'w_80,h_80,c_pad',
    'a_90,w_60,h_60,g_south',
    'a_hflip,w_60,h_40,g_west',
    'a_20,w_60,h_60,b_white',
    'w_60,h_60,c_crop,x_20,y_10',
  ];
  for (const shape of ['landscape', 'portrait']) {
    it.each(texts)(`%s of a ${shape} is the same for all eight`, async (text) => {
      const upright = await pixelsOf(fixture(`orientation/${shape}_1.jpg`), text);
      for (const orientation of orientations) {
        const turned = await pixelsOf(fixture(`orientation/${shape}_${orientation}.jpg`), text);
        expect([turned.width, turned.height]).toEqual([upright.width, upright.height]);
        // The photographs differ in the number written on them and in their JPEG blocks; a free turn of another angle
        // may lie half a pixel beside. A wrong orientation is below 11 dB.
        expect(psnr(turned, upright)).toBeGreaterThan(text.startsWith('a_20') ? 15 : 20);
      }
    });
  }

  it.each([
    ['w_90', 'avif'],
    ['w_90', 'webp'],
    ['w_90', 'jpeg'],
    ['w_90,fl_keep_metadata', 'avif'],
    ['w_90,fl_keep_profile', 'avif'],
    ['e_trim,w_90,fl_keep_profile', 'avif'],
  ] as const)('%s as %s is turned once, and says nothing of another turn', async (text, format) => {
    const encoded = async (name: string) =>
      decode((await render(fixture(`orientation/${name}.jpg`), text, format)).data);
    const upright = await encoded('landscape_1');
    for (const orientation of orientations) {
      const turned = await encoded(`landscape_${orientation}`);
      expect([turned.width, turned.height]).toEqual([upright.width, upright.height]);
      expect(psnr(turned, upright)).toBeGreaterThan(20);
    }
  });
});
