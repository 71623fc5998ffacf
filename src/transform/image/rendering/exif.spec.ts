import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../../../test/support/images.js';
import { publishableExif } from './exif.js';

describe('what may be published of EXIF', () => {
  it('is what the author says, and nothing of the place', async () => {
    const { exif = Buffer.alloc(0) } = await sharp(fixture('photo.jpg').file).metadata();
    const published = publishableExif(exif) ?? Buffer.alloc(0);
    expect(exif.includes('The photographer')).toBe(true);
    for (const text of ['The photographer', 'Somebody', 'Camera works', 'A lens']) {
      expect(published.includes(text)).toBe(true);
    }
    const little = published.toString('latin1', 0, 2) === 'II';
    const position = Buffer.from(little ? [0x25, 0x88] : [0x88, 0x25]);
    expect(exif.includes(position)).toBe(true);
    expect(published.includes(position)).toBe(false);
  });

  it('is nothing of what is broken, and takes no time for it', () => {
    expect(publishableExif(Buffer.alloc(0))).toBeUndefined();
    expect(publishableExif(Buffer.from('Exif\0\0'))).toBeUndefined();
    expect(publishableExif(Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1'))).toBeUndefined();
    const loop = Buffer.alloc(64, 0);
    loop.write('II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0', 'latin1');
    expect(publishableExif(loop)).toBeUndefined();
    for (let seed = 1; seed < 500; seed += 1) {
      const noise = Buffer.from(
        Array.from({ length: 300 }, (_, index) => (seed * 7919 * (index + 3)) >> 5),
      );
      noise.write(seed % 2 ? 'II*\0' : 'MM\0*', 'latin1');
      noise.writeUInt32LE(8, 4);
      expect(() => publishableExif(noise)).not.toThrow();
    }
  });
});
