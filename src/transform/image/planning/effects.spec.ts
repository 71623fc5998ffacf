import { beforeAll, describe, expect, it } from 'vitest';
import { drawn, pixelsOf, type Pixels } from '../../../../test/support/images.js';
import type { ImageSource } from '../image-engine.js';

const near = (value: number) => expect.closeTo(value, -0.6) as number;
const luma = (red: number, green: number, blue: number) =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** The middle of a picture of one colour, half transparent, after an effect. */
async function after(effect: string, colour: readonly [number, number, number]) {
  const name = `plain-${colour.join('-')}.png`;
  const source = await drawn(name, 20, 20, () => [...colour, 128]);
  const [red = -1, green = -1, blue = -1, alpha] = (await pixelsOf(source, `e_${effect}`)).at(
    10,
    10,
  );
  expect(alpha).toBe(128);
  return [red, green, blue];
}

describe('colour effects, which leave the alpha alone', () => {
  it.each<[string, readonly [number, number, number], readonly number[]]>([
    ['grayscale', [200, 100, 50], Array(3).fill(luma(200, 100, 50))],
    ['blackwhite', [140, 140, 140], [255, 255, 255]],
    ['blackwhite', [120, 120, 120], [0, 0, 0]],
    ['blackwhite:80', [200, 200, 200], [0, 0, 0]],
    ['blackwhite:80', [204, 204, 204], [255, 255, 255]],
    ['sepia:100', [100, 100, 100], [135, 120, 94]],
    ['sepia:50', [100, 100, 100], [118, 110, 97]],
    ['negate', [200, 100, 0], [55, 155, 255]],
    ['brightness:50', [100, 40, 200], [150, 60, 255]],
    ['brightness:-50', [100, 40, 200], [50, 20, 100]],
    ['contrast:100', [100, 128, 180], [72, 128, 232]],
    ['contrast:-100', [10, 128, 250], [128, 128, 128]],
    ['saturation:-100', [200, 100, 50], Array(3).fill(luma(200, 100, 50))],
    ['saturation:100', [120, 100, 100], [136, 96, 96]],
    ['hue:50', [128, 128, 128], [128, 128, 128]],
    ['gamma:100', [64, 64, 64], [128, 128, 128]],
    ['gamma:-50', [128, 128, 128], [64, 64, 64]],
    ['tint:100:red', [255, 255, 255], [255, 0, 0]],
    ['tint:50:red', [255, 255, 255], [255, 128, 128]],
    ['tint:100:red', [0, 0, 0], [0, 0, 0]],
    ['tint:100:ff000080', [255, 255, 255], [255, 127, 127]],
    ['tint:50:ff000080', [255, 255, 255], [255, 191, 191]],
    ['tint:100:transparent', [90, 60, 30], [90, 60, 30]],
    ['brightness:50.negate', [100, 100, 100], [105, 105, 105]],
    ['negate.brightness:50', [100, 100, 100], [233, 233, 233]],
  ])('%s of %j', async (effect, colour, expected) => {
    expect(await after(effect, colour)).toEqual(expected.map((value) => near(value)));
  });

  it('hue turns red to cyan by half a circle, and to other colours on the way', async () => {
    const [red = 0, green = 0, blue = 0] = await after('hue:100', [200, 40, 40]);
    expect(red).toBeLessThan(60);
    expect(Math.min(green, blue)).toBeGreaterThan(80);
    const [, greener = 0] = await after('hue:50', [200, 40, 40]);
    expect(greener).toBeGreaterThan(80);
  });
});

describe('effects that look at neighbours', () => {
  let edge: ImageSource;
  let dim: ImageSource;
  let framed: ImageSource;
  beforeAll(async () => {
    edge = await drawn(
      'black-white.png',
      200,
      80,
      (x) => Array(3).fill(x < 100 ? 60 : 190) as number[],
    );
    dim = await drawn('dim.png', 100, 40, (x) => Array(3).fill(80 + x / 2) as number[]);
    framed = await drawn('framed.png', 100, 80, (x, y) =>
      x >= 20 && x < 70 && y >= 10 && y < 50 ? [200, 0, 0] : [250, 250, 250],
    );
  });
  const row = (pixels: Pixels, y = 40) =>
    Array.from({ length: pixels.width }, (_, x) => pixels.at(x, y)[0] ?? -1);

  it('blurs by a standard deviation of a twentieth of the amount', async () => {
    const values = row(await pixelsOf(edge, 'e_blur:100'));
    // A blurred edge is the normal distribution: at one deviation (5 px) from it, 84 % of the step.
    expect(values[105]).toBeCloseTo(60 + 130 * 0.87, -1);
    expect(values[94]).toBeCloseTo(60 + 130 * 0.13, -1);
    expect(values[50]).toBe(60);
  });

  it('blurs strongly at a fraction of the size, and keeps the size', async () => {
    const pixels = await pixelsOf(edge, 'e_blur:800');
    expect([pixels.width, pixels.height]).toEqual([200, 80]);
    const values = row(pixels);
    expect(values[140]).toBeCloseTo(60 + 130 * 0.84, -1.2);
    expect(values.every((value, x) => x === 0 || value >= (values[x - 1] ?? 0) - 1)).toBe(true);
  });

  it.each(['sharpen:200', 'unsharp_mask:200'])(
    '%s raises the contrast of an edge',
    async (effect) => {
      const values = row(await pixelsOf(edge, `e_${effect}`));
      expect(Math.min(...values.slice(90, 100))).toBeLessThan(50);
      expect(Math.max(...values.slice(100, 110))).toBeGreaterThan(200);
      expect(values[20]).toBe(60);
    },
  );

  it('stretches the levels', async () => {
    const values = row(await pixelsOf(dim, 'e_improve'), 20);
    expect(Math.min(...values)).toBeLessThan(5);
    expect(Math.max(...values)).toBeGreaterThan(250);
  });

  it('darkens the corners and leaves the middle', async () => {
    const pixels = await pixelsOf(edge, 'e_vignette:80');
    expect(pixels.channels).toBe(3);
    expect(pixels.at(100, 40)).toEqual([190, 190, 190]);
    expect(pixels.at(199, 79)[0]).toBeCloseTo(190 * 0.2, -1);
  });

  it('makes squares of one colour', async () => {
    const gradient = await drawn('gradient.png', 100, 60, (x, y) => [x * 2, y * 4, 0]);
    const pixels = await pixelsOf(gradient, 'e_pixelate:20');
    expect([pixels.width, pixels.height]).toEqual([100, 60]);
    for (const [left, top] of [
      [20, 20],
      [60, 20],
    ] as const) {
      const colour = pixels.at(left, top);
      expect(pixels.at(left + 19, top + 19)).toEqual(colour);
      expect(colour).toEqual([near((left + 9.5) * 2), near((top + 9.5) * 4), 0]);
    }
    expect(pixels.at(20, 20)).not.toEqual(pixels.at(40, 20));
  });

  it('trims a border of one colour before anything else', async () => {
    const pixels = await pixelsOf(framed, 'e_trim');
    expect([pixels.width, pixels.height, ...pixels.at(25, 20)]).toEqual([50, 40, 200, 0, 0]);
    expect((await pixelsOf(framed, 'e_trim,w_100')).height).toBe(80);
    expect((await pixelsOf(framed, 'a_90/e_trim')).width).toBe(40);
    expect((await pixelsOf(framed, 'a_90,e_trim')).width).toBe(40);
  });

  it('trims by tolerance', async () => {
    const pale = await drawn('pale.png', 60, 60, (x) =>
      x >= 20 && x < 40 ? [235, 235, 235] : [250, 250, 250],
    );
    expect((await pixelsOf(pale, 'e_trim:2')).width).toBe(20);
    expect((await pixelsOf(pale, 'e_trim:40')).width).toBe(60);
  });
});
