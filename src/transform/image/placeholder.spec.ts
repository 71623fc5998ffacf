import { decode } from 'blurhash';
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash';
import { describe, expect, it } from 'vitest';
import { drawn, engineWith, fixture } from '../../../test/support/images.js';
import { dominantColour } from './dominant-colour.js';
import { PlaceholderMaker } from './placeholder.js';
import { sharp } from './vips.js';

const maker = new PlaceholderMaker(engineWith());
const { signal } = new AbortController();

describe('dominantColour', () => {
  const pixels = (...colours: readonly (readonly number[])[]) => Uint8Array.from(colours.flat());

  it('is what most pixels have, not their mean', () => {
    const red = [250, 10, 10, 255];
    expect(dominantColour(pixels(red, red, [0, 0, 255, 255], red))).toBe('#fa0a0a');
  });

  it('counts pixels as far as they are seen', () => {
    const ghost = [0, 255, 0, 10];
    expect(dominantColour(pixels(ghost, ghost, ghost, [0, 0, 200, 255]))).toBe('#0000c8');
    expect(dominantColour(pixels([9, 9, 9, 0]))).toBe('#000000');
    expect(dominantColour(new Uint8Array())).toBe('#000000');
  });
});

describe('placeholders', () => {
  it('say of a picture how large it is and how it looks', async () => {
    const wide = await drawn('half.png', 200, 100, (x) => (x < 150 ? [200, 30, 30] : [0, 0, 0]));
    const made = await maker.make(wide, signal);
    expect(made).toMatchObject({ width: 200, height: 100, dominantColor: '#c81e1e' });
    const blurred = decode(made.blurhash, 8, 4);
    expect(blurred[4]).toBeGreaterThan(150);
    expect(blurred[7 * 4]).toBeLessThan(90);
    const hash = Buffer.from(made.thumbhash, 'base64');
    expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(2, 0);
    expect(thumbHashToAverageRGBA(hash).r).toBeGreaterThan(0.4);
    const { format, width, height } = await sharp(
      Buffer.from(made.lqip.split(',')[1] ?? '', 'base64'),
    ).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: 20, height: 10 });
    expect(made.lqip.length).toBeLessThan(600);
  });

  it('stand upright, however the camera was held', async () => {
    const plain = await maker.make(fixture('orientation/landscape_1.jpg'), signal);
    for (const name of ['landscape_3.jpg', 'landscape_6.jpg', 'landscape_8.jpg']) {
      const turned = await maker.make(fixture(`orientation/${name}`), signal);
      expect([turned.width, turned.height]).toEqual([plain.width, plain.height]);
      const [upright = [], other = []] = [plain, turned].map(({ blurhash }) => [
        ...decode(blurhash, 4, 3),
      ]);
      const differences = upright.map((value, at) => Math.abs(value - (other[at] ?? 0)));
      expect(Math.max(...differences)).toBeLessThan(24);
    }
  });

  it.each([
    [1, 1],
    [1, 250],
    [250, 1],
  ])('are made of %i × %i pixels', async (width, height) => {
    const tiny = await drawn(`t${width}x${height}.png`, width, height, () => [1, 2, 3, 255]);
    expect(await maker.make(tiny, signal)).toMatchObject({
      width,
      height,
      dominantColor: '#010203',
    });
  });

  it('keep what is transparent', async () => {
    const clear = await drawn('clear.png', 30, 30, () => [255, 0, 0, 0]);
    const { thumbhash } = await maker.make(clear, signal);
    expect(thumbHashToAverageRGBA(Buffer.from(thumbhash, 'base64')).a).toBeLessThan(0.1);
  });

  it('are not made of what has just been deleted', async () => {
    const source = { ...fixture('photo.jpg'), file: '/nonexistent/photo.jpg' };
    await expect(maker.make(source, signal)).rejects.toMatchObject({ code: 'unknown-asset' });
  });
});
