import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fixture, pixelsOf, render, written } from '../../../test/support/images.js';
import type { ImageSource } from './image-engine.js';

/** 20 × 20 px, left half transparent and right half opaque, in one of libvips' spaces. */
async function half(space: 'b-w' | 'grey16' | 'rgb16' | 'srgb'): Promise<ImageSource> {
  const samples = Array.from({ length: 400 }, (_, at) => [100, 100, 100, at % 20 < 10 ? 0 : 255]);
  const raw = { width: 20, height: 20, channels: 4 } as const;
  const picture = sharp(Buffer.from(samples.flat()), { raw });
  const grey = space === 'srgb' || space === 'rgb16' ? picture : picture.greyscale();
  return written(`half-${space}.png`, await grey.toColourspace(space).png().toBuffer());
}

const near = ([red = 0, green = 0, blue = 0, alpha = 255]: readonly number[]) => ({
  red: Math.round(red / 8),
  green: Math.round(green / 8),
  blue: Math.round(blue / 8),
  alpha,
});

describe.each(['b-w', 'grey16', 'rgb16', 'srgb'] as const)('a picture of %s', (space) => {
  it.each<[string, readonly number[], readonly number[]]>([
    ['b_008080', [0, 128, 128], [100, 100, 100]],
    ['w_40,h_20,c_pad,b_008080', [0, 128, 128], [100, 100, 100]],
    ['b_008080,e_negate', [0, 128, 128], [155, 155, 155]],
    ['e_negate', [0, 0, 0, 0], [155, 155, 155, 255]],
    ['e_tint:100:red', [0, 0, 0, 0], [100, 0, 0, 255]],
    ['e_blackwhite:20', [0, 0, 0, 0], [255, 255, 255, 255]],
    ['w_10/e_grayscale.brightness:50', [0, 0, 0, 0], [150, 150, 150, 255]],
    ['bo_2px_solid_red,b_008080', [255, 0, 0], [255, 0, 0]],
  ])('%s is %j on the left, %j on the right', async (text, left, right) => {
    const pixels = await pixelsOf(await half(space), text);
    const middle = pixels.height >> 1;
    const across = text.startsWith('w_40') ? 24 : pixels.width - 1;
    if (left.length < 4 || left[3] !== 0) expect(near(pixels.at(0, middle))).toEqual(near(left));
    else expect(pixels.at(0, middle)[3]).toBe(0);
    expect(near(pixels.at(across, middle))).toEqual(near(right));
  });
});

describe('a background', () => {
  it.each([
    'w_60,h_60,c_pad,b_red,e_negate',
    'w_60,a_45,b_red,e_negate.vignette:100',
    'w_60,h_60,c_pad,b_red,e_blackwhite.blur:20',
  ])('is no part of what an effect of the same step changes: %s', async (text) => {
    expect((await pixelsOf(fixture('photo.jpg'), text)).at(1, 1)).toEqual([255, 0, 0]);
    expect((await pixelsOf(fixture('photo-cmyk.jpg'), text)).at(1, 1)).toEqual([255, 0, 0]);
  });
});

/** A grey TIFF of one pixel (TIFF 6.0) whose sample has this format: 1 without a sign, 2 with a sign, 3 floating point. */
function onePixel(sampleFormat: number, bits: number): Buffer {
  const entries = [
    ...[256, 1, 257, 1, 258, bits, 259, 1, 262, 1, 273, 146, 277, 1, 278, 1],
    ...[279, bits / 8, 284, 1, 339, sampleFormat],
  ];
  const file = Buffer.alloc(146 + bits / 8);
  file.write('II*\0\x08\0\0\0\x0b\0', 'latin1');
  for (let index = 0; index < entries.length; index += 2) {
    const at = 10 + index * 6;
    file.writeUInt16LE(entries[index] ?? 0, at);
    file.writeUInt16LE(3, at + 2);
    file.writeUInt32LE(1, at + 4);
    file.writeUInt16LE(entries[index + 1] ?? 0, at + 8);
  }
  return file;
}

describe('samples of which nobody says what is white', () => {
  it.each([
    ['float', 3, 32],
    ['uint', 1, 32],
    ['short', 2, 16],
  ])('are refused by their type, %s, instead of shown black', async (kind, format, bits) => {
    const source = written(`${kind}.tif`, onePixel(format, bits));
    await expect(render(source, 'w_10')).rejects.toMatchObject({
      code: 'unprocessable-asset',
      message: expect.stringContaining(` ${kind};`) as string,
    });
  });

  it('are not those of 8 and 16 bits', async () => {
    for (const bits of [8, 16]) {
      const source = written(`plain-${bits}.tif`, onePixel(1, bits));
      expect((await pixelsOf(source, 'w_2')).at(0, 0)).toEqual([0, 0, 0]);
    }
  });
});
