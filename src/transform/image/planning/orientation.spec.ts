import { describe, expect, it } from 'vitest';
import { UPRIGHT } from '../../language/values/turn.js';
import { regionBeforeTurn, turnedSize, turnOfOrientation } from './orientation.js';

describe('turns', () => {
  it('of EXIF are those of TIFF 6.0', () => {
    expect(turnOfOrientation(undefined)).toEqual(UPRIGHT);
    expect(turnOfOrientation(6)).toEqual({ mirrored: false, degrees: 90 });
    expect(turnOfOrientation(5)).toEqual({ mirrored: true, degrees: 270 });
    expect(turnOfOrientation(99)).toEqual(UPRIGHT);
  });

  it('make a canvas that holds the picture', () => {
    const size = { width: 300, height: 200 };
    expect(turnedSize(size, { mirrored: true, degrees: 90 })).toEqual({ width: 200, height: 300 });
    expect(turnedSize(size, { mirrored: false, degrees: 45 })).toEqual({ width: 354, height: 354 });
  });

  it.each([0, 90, 180, 270])('find a region again that was turned by %i°', (degrees) => {
    for (const mirrored of [false, true]) {
      const size = { width: 30, height: 20 };
      const turned = turnedSize(size, { mirrored, degrees });
      const region = { left: 3, top: 5, width: turned.width - 10, height: turned.height - 9 };
      // The pixel at the region's corner, walked back through the turn.
      const back = regionBeforeTurn(region, size, { mirrored, degrees });
      const seen = new Set<string>();
      for (let y = back.top; y < back.top + back.height; y += 1) {
        for (let x = back.left; x < back.left + back.width; x += 1) {
          const across = mirrored ? size.width - 1 - x : x;
          const [u, v] = ({
            0: [across, y],
            90: [size.height - 1 - y, across],
            180: [size.width - 1 - across, size.height - 1 - y],
            270: [y, size.width - 1 - across],
          }[degrees] ?? [-1, -1]) as [number, number];
          expect(u >= region.left && u < region.left + region.width).toBe(true);
          expect(v >= region.top && v < region.top + region.height).toBe(true);
          seen.add(`${u} ${v}`);
        }
      }
      expect(seen.size).toBe(region.width * region.height);
    }
  });
});
