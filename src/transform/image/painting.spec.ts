import { beforeAll, describe, expect, it } from 'vitest';
import { decode, drawn, fixture, pixelsOf, render } from '../../../test/support/images.js';
import type { ImageSource } from './image-engine.js';

describe('painting', () => {
  let green: ImageSource;
  let glass: ImageSource;
  beforeAll(async () => {
    green = await drawn('green.png', 100, 60, () => [0, 200, 0]);
    glass = await drawn('glass.png', 100, 60, (x) => [0, 200, 0, x < 50 ? 128 : 0]);
  });

  it('draws a border inside the size', async () => {
    const pixels = await pixelsOf(green, 'bo_5px_solid_red');
    expect([pixels.width, pixels.height, pixels.channels]).toEqual([100, 60, 3]);
    for (const [x, y] of [
      [0, 0],
      [99, 59],
      [4, 30],
      [95, 30],
      [50, 4],
      [50, 55],
    ] as const) {
      expect(pixels.at(x, y)).toEqual([255, 0, 0]);
    }
    for (const [x, y] of [
      [5, 5],
      [94, 54],
      [5, 30],
      [50, 54],
    ] as const) {
      expect(pixels.at(x, y)).toEqual([0, 200, 0]);
    }
  });

  it('draws a border as wide as the pixel ratio asks for', async () => {
    const pixels = await pixelsOf(green, 'w_50,dpr_2,bo_5px_solid_00f');
    expect(pixels.at(9, 30)).toEqual([0, 0, 255]);
    expect(pixels.at(10, 30)).toEqual([0, 200, 0]);
  });

  it('rounds the corners', async () => {
    const pixels = await pixelsOf(green, 'r_20');
    for (const [x, y] of [
      [0, 0],
      [99, 0],
      [0, 59],
      [99, 59],
      [4, 4],
    ] as const) {
      expect(pixels.at(x, y)[3]).toBe(0);
    }
    for (const [x, y] of [
      [20, 0],
      [79, 59],
      [0, 20],
      [7, 7],
      [50, 30],
    ] as const) {
      expect(pixels.at(x, y)).toEqual([0, 200, 0, 255]);
    }
    // A quarter circle leaves 1 − π/4 of its square.
    const cut = alphaMissing(pixels.data) / (255 * 4 * 400);
    expect(cut).toBeCloseTo(1 - Math.PI / 4, 1.5);
  });

  it('rounds each corner by its own radius, clockwise from the top left', async () => {
    const pixels = await pixelsOf(green, 'r_0:10:0:30');
    expect(pixels.at(0, 0)[3]).toBe(255);
    expect(pixels.at(99, 0)[3]).toBe(0);
    expect(pixels.at(99, 59)[3]).toBe(255);
    expect(pixels.at(0, 59)[3]).toBe(0);
    expect(pixels.at(6, 53)[3]).toBe(0);
    expect(pixels.at(91, 8)[3]).toBe(255);
  });

  it('makes an ellipse', async () => {
    const pixels = await pixelsOf(green, 'r_max');
    expect(alphaMissing(pixels.data) / (255 * 6000)).toBeCloseTo(1 - Math.PI / 4, 2);
    expect(pixels.at(50, 0)[3]).toBeGreaterThan(200);
  });

  it('fills rounded corners with the background, and without one with white where there is no alpha', async () => {
    const filled = await pixelsOf(green, 'r_20,b_yellow');
    expect([filled.channels, ...filled.at(0, 0)]).toEqual([3, 255, 255, 0]);
    const jpeg = await decode((await render(green, 'r_20', 'jpeg')).data);
    expect(Math.min(...jpeg.at(0, 0))).toBeGreaterThan(235);
  });

  it('lets the border follow the corners', async () => {
    const pixels = await pixelsOf(green, 'r_20,bo_5px_solid_red');
    expect(pixels.at(0, 0)[3]).toBe(0);
    expect(pixels.at(8, 8)).toEqual([255, 0, 0, 255]);
    expect(pixels.at(12, 12)).toEqual([0, 200, 0, 255]);
  });

  it('fades', async () => {
    expect((await pixelsOf(green, 'o_40')).at(9, 9)).toEqual([0, 200, 0, 102]);
    expect((await pixelsOf(glass, 'o_50')).at(9, 9)).toEqual([0, expect.closeTo(200, -0.5), 0, 64]);
    expect((await pixelsOf(green, 'o_50,b_white')).at(9, 9)).toEqual([
      128,
      expect.closeTo(227.5, -0.5),
      128,
    ]);
    expect((await pixelsOf(green, 'o_0')).at(9, 9)[3]).toBe(0);
  });

  it('lays the background behind transparency', async () => {
    const pixels = await pixelsOf(glass, 'b_blue');
    expect([pixels.channels, ...pixels.at(80, 9)]).toEqual([3, 0, 0, 255]);
    expect(pixels.at(9, 9)).toEqual([0, 100, 127]);
    const half = await pixelsOf(glass, 'b_rgb:0000ff80');
    expect(half.at(80, 9)).toEqual([0, 0, 255, 128]);
    expect(half.at(9, 9)[3]).toBeCloseTo(191.5, -0.5);
    expect((await pixelsOf(glass, 'b_transparent')).at(80, 9)[3]).toBe(0);
  });

  it('pads a transparent picture with a colour that lets something through, once', async () => {
    const pixels = await pixelsOf(glass, 'w_100,h_100,c_pad,b_rgb:0000ff80');
    expect(pixels.at(50, 5)).toEqual([0, 0, 255, 128]);
  });

  it('pads transparently, or white where there is no alpha', async () => {
    expect((await pixelsOf(green, 'w_100,h_100,c_pad')).at(50, 5)[3]).toBe(0);
    const jpeg = await decode((await render(green, 'w_100,h_100,c_pad', 'jpeg')).data);
    expect(jpeg.at(50, 5)).toEqual([255, 255, 255]);
  });

  it('lays what is transparent on white for JPEG, after the effects', async () => {
    const plain = await decode((await render(fixture('alpha.png'), 'w_96', 'jpeg')).data);
    const negated = await decode((await render(fixture('alpha.png'), 'e_negate', 'jpeg')).data);
    for (const pixels of [plain, negated]) {
      expect(pixels.at(90, 5).every((channel) => channel > 250)).toBe(true);
    }
  });

  it('keeps the colours of transparent pixels out of their neighbours', async () => {
    const source = await drawn('edge.png', 64, 64, (x) =>
      x < 32 ? [255, 0, 0, 255] : [0, 255, 0, 0],
    );
    const pixels = await pixelsOf(source, 'w_16');
    for (let x = 0; x < 16; x += 1) {
      const [, green, , alpha = 0] = pixels.at(x, 8);
      expect(alpha > 0 ? green : 0).toBeLessThan(3);
    }
  });
});

function alphaMissing(data: Buffer): number {
  let sum = 0;
  for (let at = 3; at < data.length; at += 4) {
    sum += 255 - (data[at] ?? 0);
  }
  return sum;
}
