import type { Turn } from '../../language/transformation.js';
import { UPRIGHT } from '../../language/values/turn.js';
import { swapped, wholePixels, type Region, type Size } from './size.js';

/** What brings a picture upright, by its EXIF orientation (TIFF 6.0, tag 274). */
const EXIF_TURNS: readonly Turn[] = [
  UPRIGHT,
  { mirrored: true, degrees: 0 },
  { mirrored: false, degrees: 180 },
  { mirrored: true, degrees: 180 },
  { mirrored: true, degrees: 270 },
  { mirrored: false, degrees: 90 },
  { mirrored: true, degrees: 90 },
  { mirrored: false, degrees: 270 },
];

/** The turn that an EXIF orientation asks for; none for values the standard does not know. */
export function turnOfOrientation(orientation: number | undefined): Turn {
  return EXIF_TURNS[(orientation ?? 1) - 1] ?? UPRIGHT;
}

/** Whether every pixel lands on a pixel. */
export function isQuarterTurn(turn: Turn): boolean {
  return turn.degrees % 90 === 0;
}

/** Whether the sides change places. */
export function swapsSides(turn: Turn): boolean {
  return turn.degrees % 180 === 90;
}

/** The canvas that holds a turned picture; rounded as libvips' affine transformation rounds it. */
export function turnedSize(size: Size, turn: Turn): Size {
  if (isQuarterTurn(turn)) {
    return swapsSides(turn) ? swapped(size) : size;
  }
  const angle = (turn.degrees * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  return wholePixels(size.width * cos + size.height * sin, size.width * sin + size.height * cos);
}

/** Where a region of the turned picture lies in the picture before a quarter turn. `size` is that before the turn. */
export function regionBeforeTurn(region: Region, size: Size, turn: Turn): Region {
  const { left, top, width, height } = region;
  const back = ((): Region => {
    switch (turn.degrees) {
      case 90:
        return { left: top, top: size.height - left - width, width: height, height: width };
      case 180:
        return {
          left: size.width - left - width,
          top: size.height - top - height,
          width,
          height,
        };
      case 270:
        return { left: size.width - top - height, top: left, width: height, height: width };
      default:
        return region;
    }
  })();
  return turn.mirrored ? { ...back, left: size.width - back.left - back.width } : back;
}
