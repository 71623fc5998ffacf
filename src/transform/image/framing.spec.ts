import { beforeAll, describe, expect, it } from 'vitest';
import { chart, pixelsOf, type Pixels } from '../../../test/support/images.js';
import type { ImageSource } from './image-engine.js';

/** A window of the source, in source px, and where the result shows it. */
interface Expected {
  readonly size: readonly [number, number];
  /** Left, top, width and height of what is shown. */
  readonly window: readonly [number, number, number, number];
  /** Left, top, width and height of where it is shown; all of the result when absent. */
  readonly place?: readonly [number, number, number, number];
}

/** The chart's colours say which source pixel each pixel of the result came from. */
function expectWindow(pixels: Pixels, { size, window, place }: Expected): void {
  expect([pixels.width, pixels.height]).toEqual(size);
  const [left, top, width, height] = window;
  const [atX, atY, shownWidth, shownHeight] = place ?? [0, 0, ...size];
  // The outermost pixels are left out: resampling has no neighbours to look at there.
  for (const across of [0.1, 0.3, 0.5, 0.9]) {
    for (const down of [0.1, 0.4, 0.5, 0.9]) {
      const [x, y] = [Math.floor(shownWidth * across), Math.floor(shownHeight * down)];
      const [red = -1, green = -1] = pixels.at(atX + x, atY + y);
      expect(Math.abs(red - (left + ((x + 0.5) * width) / shownWidth - 0.5))).toBeLessThan(1.6);
      expect(Math.abs(green - (top + ((y + 0.5) * height) / shownHeight - 0.5))).toBeLessThan(1.6);
    }
  }
  if (place) {
    const [x, y] = [atX > 0 ? 0 : size[0] - 1, atY > 0 ? 0 : size[1] - 1];
    expect(pixels.at(x, y)).toEqual([0, 0, 255]);
  }
}

// Of 240 × 160 px a box of 100 × 100 shows 160 × 160 px, a box of 200 × 60 shows 240 × 72 px.
const ACROSS = { west: 0, center: 40, east: 80 } as const;
const DOWN = { north: 0, center: 44, south: 88 } as const;
const SIDES: Readonly<Record<string, readonly [keyof typeof ACROSS, keyof typeof DOWN]>> = {
  center: ['center', 'center'],
  north: ['center', 'north'],
  south: ['center', 'south'],
  east: ['east', 'center'],
  west: ['west', 'center'],
  north_east: ['east', 'north'],
  north_west: ['west', 'north'],
  south_east: ['east', 'south'],
  south_west: ['west', 'south'],
};

describe('framing', () => {
  let source: ImageSource;
  beforeAll(async () => {
    source = await chart(240, 160);
  });

  const whole = [0, 0, 240, 160] as const;

  for (const [gravity, [across, down]] of Object.entries(SIDES)) {
    for (const mode of ['fill', 'lfill', 'fill_pad', 'thumb', 'crop']) {
      it(`${mode} keeps the ${gravity} of a wide picture`, async () => {
        const pixels = await pixelsOf(source, `w_100,h_100,c_${mode},g_${gravity}`);
        expectWindow(pixels, { size: [100, 100], window: [ACROSS[across], 0, 160, 160] });
      });
    }

    it(`fill keeps the ${gravity} of a tall picture`, async () => {
      const pixels = await pixelsOf(source, `w_200,h_60,c_fill,g_${gravity}`);
      expectWindow(pixels, { size: [200, 60], window: [0, DOWN[down], 240, 72] });
    });

    it(`pad puts the picture to the ${gravity}`, async () => {
      const pixels = await pixelsOf(source, `w_120,h_120,c_pad,b_rgb:0000ffff,g_${gravity}`);
      const top = { north: 0, center: 20, south: 40 }[down];
      expect(pixels.channels).toBe(3);
      expect([pixels.width, pixels.height]).toEqual([120, 120]);
      expect(pixels.at(60, top + 40)).toEqual([
        expect.closeTo(120.5, -0.5),
        expect.closeTo(80.5, -0.5),
        128,
      ]);
      expect(pixels.at(5, top === 0 ? 119 : 0)).toEqual([0, 0, 255]);
    });

    it(`crop cuts from the ${gravity}, moved inwards`, async () => {
      const pixels = await pixelsOf(source, `w_100,h_60,c_crop,g_${gravity},x_10,y_20`);
      const left = { west: 10, center: 80, east: 130 }[across];
      const top = { north: 20, center: 70, south: 80 }[down];
      expectWindow(pixels, { size: [100, 60], window: [left, top, 100, 60] });
    });
  }

  const cases: Readonly<Record<string, Expected>> = {
    w_120: { size: [120, 80], window: whole },
    h_80: { size: [120, 80], window: whole },
    'w_0.5': { size: [120, 80], window: whole },
    w_480: { size: [480, 320], window: whole },
    'w_60,dpr_2': { size: [120, 80], window: whole },
    'w_100,ar_1:1': { size: [100, 100], window: [40, 0, 160, 160] },
    'h_50,ar_2': { size: [100, 50], window: [0, 20, 240, 120] },
    'ar_1:1': { size: [160, 160], window: [40, 0, 160, 160] },
    'w_100,h_100,c_scale': { size: [100, 100], window: whole },
    'w_300,h_100,c_scale': { size: [300, 100], window: whole },
    'w_100,c_scale': { size: [100, 67], window: whole },
    'w_120,h_120,c_fit': { size: [120, 80], window: whole },
    'w_600,h_600,c_fit': { size: [240, 160], window: whole },
    'w_120,h_120,c_limit': { size: [120, 80], window: whole },
    'w_600,c_limit': { size: [240, 160], window: whole },
    'w_480,h_480,c_mfit': { size: [480, 320], window: whole },
    'w_100,h_100,c_mfit': { size: [240, 160], window: whole },
    'w_480,h_480,c_fill': { size: [480, 480], window: [40, 0, 160, 160] },
    'w_480,h_480,c_lfill': { size: [160, 160], window: [40, 0, 160, 160] },
    'w_200,h_200,c_lfill': { size: [160, 160], window: [40, 0, 160, 160] },
    'w_480,h_480,c_pad,b_00f': {
      size: [480, 480],
      window: whole,
      place: [0, 80, 480, 320],
    },
    'w_480,h_480,c_lpad,b_00f': { size: [480, 480], window: whole, place: [120, 160, 240, 160] },
    'w_120,h_120,c_lpad,b_00f': { size: [120, 120], window: whole, place: [0, 20, 120, 80] },
    'w_100,h_100,c_mpad': { size: [240, 160], window: whole },
    'w_480,h_480,c_mpad,b_00f': { size: [480, 480], window: whole, place: [0, 80, 480, 320] },
    'w_100,h_200,c_fill_pad,b_00f': { size: [100, 200], window: whole, place: [0, 67, 100, 67] },
    'w_50,h_50,c_crop,x_20,y_30': { size: [50, 50], window: [20, 30, 50, 50] },
    'w_50,h_50,c_crop,x_0.5,y_0.5': { size: [50, 50], window: [120, 80, 50, 50] },
    'w_100,h_100,c_crop,x_200,y_100': { size: [40, 60], window: [200, 100, 40, 60] },
    'w_40,h_40,c_crop,g_xy_center,x_100,y_60': { size: [40, 40], window: [80, 40, 40, 40] },
    'w_40,h_40,c_crop,g_xy_center,x_0,y_0': { size: [20, 20], window: [0, 0, 20, 20] },
    'w_100,h_100,g_xy_center,x_0.4,y_0.5': { size: [100, 100], window: [16, 0, 160, 160] },
    'w_100,h_100,g_xy_center,x_230,y_10': { size: [100, 100], window: [80, 0, 160, 160] },
    'w_100,h_100,x_10': { size: [100, 100], window: [56, 0, 160, 160] },
    'w_100,h_100,c_thumb,g_center,z_2': { size: [100, 100], window: [80, 40, 80, 80] },
    'w_100,h_100,c_thumb,g_center,z_0.5': { size: [100, 100], window: [40, 0, 160, 160] },
    'w_120/w_60,h_60': { size: [60, 60], window: [40, 0, 160, 160] },
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(text, async () => {
      const pixels = await pixelsOf(source, text);
      expectWindow(pixels, expected);
    });
  }
});

describe('one side alone', () => {
  // On 240 × 18 px, a side that is rounded by half a pixel moves the other one by seven.
  it.each([
    ['w_100', 100, 8],
    ['w_100,c_fit', 100, 8],
    ['w_100,c_lfill', 100, 8],
    ['w_100,c_lpad', 100, 8],
    ['w_100,c_mfit', 240, 18],
    ['w_100,c_mpad', 240, 18],
    ['w_300,c_fit', 240, 18],
    ['w_300,c_lfill', 240, 18],
    ['w_300,c_lpad', 300, 23],
    ['w_299,c_mfit', 299, 22],
    ['w_299,c_mpad', 299, 22],
    ['h_7,c_fit', 93, 7],
  ])('%s is exact', async (text, width, height) => {
    const pixels = await pixelsOf(await chart(240, 18), text);
    expect([pixels.width, pixels.height]).toEqual([width, height]);
  });

  it.each(['w_99,c_lpad,b_red', 'w_299,c_mpad,b_red'])('%s leaves no bars', async (text) => {
    const pixels = await pixelsOf(await chart(240, 18), text);
    expect(pixels.at(0, 0)[0]).toBeLessThan(50);
    expect(pixels.at(pixels.width - 1, 0).slice(0, 2)).not.toEqual([255, 0]);
  });
});
