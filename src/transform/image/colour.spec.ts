import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { WorkingCopyMaker } from './sources/working-copy.js';
import { Environment } from '../../config/environment.js';
import { mediaTypeOfExtension } from '../../assets/media-types.js';
import {
  decode,
  fixture,
  pixelsOf,
  psnr,
  render,
  temporary,
} from '../../../test/support/images.js';
import type { ImageSource } from './image-engine.js';

const BARS = [
  [193, 40, 40],
  [40, 193, 40],
  [40, 40, 193],
] as const;

async function workingCopy(name: string): Promise<ImageSource> {
  const target = temporary(`${randomUUID()}.tiff`);
  await new WorkingCopyMaker(new Environment()).make(
    fixture(name),
    target,
    new AbortController().signal,
  );
  return { file: target, mediaType: mediaTypeOfExtension('tiff') ?? fixture(name).mediaType };
}

describe('colour', () => {
  it.each(['bars-p3.jpg', 'bars-adobe-rgb.jpg', 'bars-p3-16bit.png'])(
    '%s becomes sRGB of 8 bits without a profile',
    async (name) => {
      for (const text of ['w_96', 'w_48', 'w_96/e_negate/e_negate', 'a_90/a_-90']) {
        const { data } = await render(fixture(name), text);
        const metadata = await sharp(data).metadata();
        expect([metadata.depth, metadata.hasProfile, metadata.space]).toEqual([
          'uchar',
          false,
          'srgb',
        ]);
        expectBars(await decode(data));
      }
    },
  );

  it('bars-p3.heic keeps its profile in the working copy, and becomes sRGB', async () => {
    const copy = await workingCopy('bars-p3.heic');
    expect((await sharp(copy.file).metadata()).hasProfile).toBe(true);
    expectBars(await pixelsOf(copy, 'w_96'));
  });

  function expectBars(pixels: Awaited<ReturnType<typeof decode>>): void {
    BARS.forEach((colour, index) => {
      const pixel = pixels.at(Math.round(((index + 0.5) * pixels.width) / 3), pixels.height >> 1);
      pixel.forEach((value, channel) => {
        expect(Math.abs(value - (colour[channel] ?? 0))).toBeLessThan(8);
      });
    });
  }

  it('keeps the profile, and the colours that it describes, on request', async () => {
    for (const text of [
      'w_48,fl_keep_profile',
      'w_48,a_90,e_blur:5.negate.negate,fl_keep_profile',
    ]) {
      const { data } = await render(fixture('bars-p3.jpg'), text);
      const metadata = await sharp(data).metadata();
      expect(
        metadata.icc?.equals(
          (await sharp(fixture('bars-p3.jpg').file).metadata()).icc ?? Buffer.alloc(0),
        ),
      ).toBe(true);
      expect((await decode(await sharp(data).toBuffer())).channels).toBe(3);
    }
  });

  it.each([
    ['w_60,h_60,c_pad,b_rgb:c03020', 2, 2],
    ['w_60,bo_6px_solid_c03020', 30, 3],
    ['w_60,r_20,b_c03020', 0, 0],
    ['w_60/a_45,b_c03020', 1, 1],
    ['w_60,e_negate.contrast:-100.brightness:100.tint:100:c03020', 30, 3],
  ])('paints the colour of the URL in %s where the profile is kept', async (text, x, y) => {
    for (const name of ['bars-p3.jpg', 'bars-adobe-rgb.jpg', 'bars-p3-16bit.png']) {
      const { data } = await render(fixture(name), `${text},fl_keep_profile`);
      expect((await sharp(data).metadata()).hasProfile).toBe(true);
      const shown = await sharp(data).raw().toBuffer({ resolveWithObject: true });
      const { width, channels } = shown.info;
      const pixel = shown.data.subarray((y * width + x) * channels, (y * width + x) * channels + 3);
      [192, 48, 32].forEach((value, channel) => {
        expect(
          Math.abs((pixel[channel] ?? 0) - value),
          `${name} ${[...pixel].join()}`,
        ).toBeLessThan(4);
      });
    }
  });

  it.each([
    ['photo-cmyk.jpg', 26],
    ['photo-16bit.png', 45],
    ['photo.webp', 30],
    ['photo.avif', 30],
  ])('%s looks like the photograph', async (name, decibels) => {
    const original = await pixelsOf(fixture('photo.tiff'), 'w_240');
    expect(psnr(await pixelsOf(fixture(name), 'w_240'), original)).toBeGreaterThan(decibels);
  });

  it.each([
    ['photo.heic', 30],
    ['photo.psd', 60],
    ['photo-layers.psd', 60],
    ['photo-cmyk.psd', 18],
  ])('%s looks like the photograph in its working copy', async (name, decibels) => {
    const original = await pixelsOf(fixture('photo.tiff'), 'w_240');
    expect(psnr(await pixelsOf(await workingCopy(name), 'w_240'), original)).toBeGreaterThan(
      decibels,
    );
  });

  it('keeps no profile in a GIF, which cannot hold one, and its colours are sRGB', async () => {
    const source = fixture('bars-p3.jpg');
    const plain = await decode((await render(source, 'w_60', 'gif')).data);
    const kept = await decode((await render(source, 'w_60,fl_keep_profile', 'gif')).data);
    expect(kept.data.equals(plain.data)).toBe(true);
  });

  it('reads grey sources', async () => {
    const grey = await pixelsOf(fixture('photo-grey.jpg'), 'w_240');
    const psd = await pixelsOf(await workingCopy('photo-grey-16bit.psd'), 'w_240');
    expect(psnr(grey, await pixelsOf(fixture('photo.tiff'), 'w_240,e_grayscale'))).toBeGreaterThan(
      25,
    );
    expect(psnr(psd, grey)).toBeGreaterThan(20);
  });

  it.each(['alpha.heic', 'alpha.psd'])('%s keeps its transparency', async (name) => {
    const original = await pixelsOf(fixture('alpha.png'), 'w_96');
    const copy = await pixelsOf(await workingCopy(name), 'w_96');
    for (const [x, y] of [
      [5, 5],
      [60, 32],
      [90, 5],
    ] as const) {
      const [pixel, expected] = [copy.at(x, y), original.at(x, y)];
      expect(pixel[3]).toBe(expected[3]);
      if (expected[3] !== 0) {
        pixel.forEach((value, channel) => {
          expect(Math.abs(value - (expected[channel] ?? 0))).toBeLessThan(4);
        });
      }
    }
  });

  it('does not turn a HEIC picture twice', async () => {
    const turned = await pixelsOf(await workingCopy('photo-turned.heic'), 'w_160');
    const expected = await pixelsOf(await workingCopy('photo.heic'), 'a_-90');
    expect([turned.width, turned.height]).toEqual([160, 240]);
    expect(psnr(turned, expected)).toBeGreaterThan(60);
  });
});
