import type { Effect } from '../../language/transformation.js';
import { GREYSCALE, saturate, sepia, tint } from './colour-matrices.js';
import type { Operation } from './operations.js';
import { vignetteSvg } from './overlays.js';
import type { Size } from './size.js';

/** Pixels of standard deviation for one unit of `e_blur`: `blur:100` is 5 px. */
const BLUR_SIGMA = 1 / 20;

/** Beyond this standard deviation a picture is blurred at a fraction of its size: no eye sees it, and it costs little. */
const LARGEST_FULL_SIZE_SIGMA = 8;

/** libvips' smallest Gaussian. */
const SMALLEST_SIGMA = 0.3;

function blur(amount: number, size: Size): readonly Operation[] {
  const sigma = Math.max(SMALLEST_SIGMA, amount * BLUR_SIGMA);
  const shrink = 2 ** Math.max(0, Math.floor(Math.log2(sigma / LARGEST_FULL_SIZE_SIGMA)));
  const small = {
    width: Math.ceil(size.width / shrink),
    height: Math.ceil(size.height / shrink),
  };
  if (shrink === 1) {
    return [{ kind: 'blur', sigma }];
  }
  return [
    { kind: 'resize', size: small, kernel: 'lanczos3', hold: 'both' },
    { kind: 'blur', sigma: sigma / shrink },
    { kind: 'resize', size, kernel: 'cubic', hold: 'both' },
  ];
}

function pixelate(side: number, size: Size): readonly Operation[] {
  const small = {
    width: Math.ceil(size.width / side),
    height: Math.ceil(size.height / side),
  };
  return [
    { kind: 'resize', size: small, kernel: 'linear', hold: 'both' },
    { kind: 'resize', size, kernel: 'nearest', hold: 'both' },
  ];
}

/** White from the threshold upwards (0 to 100), black below: a slope so steep that nothing lies between. */
function blackAndWhite(threshold: number): readonly Operation[] {
  const slope = 255 * 64;
  const edge = threshold * 2.55 - 0.5;
  return [
    { kind: 'recomb', matrix: GREYSCALE },
    { kind: 'linear', factor: slope, offset: -slope * edge },
  ];
}

/** Contrast about mid grey: 0 is flat grey, 1 the picture as it is, 2 twice the contrast. */
function contrast(factor: number): Operation {
  return { kind: 'linear', factor, offset: 128 * (1 - factor) };
}

/** Brighter midtones above 0, darker below: an exponent of 1/0.5 (−50) to 1/2.5 (150). */
function gamma(amount: number): Operation {
  const exponent = 1 + amount / 100;
  return exponent >= 1
    ? { kind: 'gamma', darken: 1, brighten: exponent }
    : { kind: 'gamma', darken: 1 / exponent, brighten: 1 };
}

/** What is done to a picture of this size for an effect of docs/transformations.md; empty when that changes nothing. */
export function operationsOf(effect: Effect, size: Size): readonly Operation[] {
  switch (effect.name) {
    case 'blur':
      return blur(effect.amount, size);
    case 'sharpen':
      return [{ kind: 'sharpen', sigma: 1, flat: effect.amount / 100, jagged: effect.amount / 50 }];
    case 'unsharp_mask':
      return [
        { kind: 'sharpen', sigma: 2.5, flat: effect.amount / 100, jagged: effect.amount / 100 },
      ];
    case 'grayscale':
      return [{ kind: 'recomb', matrix: GREYSCALE }];
    case 'blackwhite':
      return blackAndWhite(effect.amount);
    case 'sepia':
      return [{ kind: 'recomb', matrix: sepia(effect.amount / 100) }];
    case 'negate':
      return [{ kind: 'linear', factor: -1, offset: 255 }];
    case 'brightness':
      return [{ kind: 'linear', factor: 1 + effect.amount / 100, offset: 0 }];
    case 'contrast':
      return [contrast(1 + effect.amount / 100)];
    case 'saturation':
      return [{ kind: 'recomb', matrix: saturate(1 + effect.amount / 100) }];
    case 'hue':
      return [{ kind: 'hue', degrees: Math.round((effect.amount * 1.8 + 360) % 360) }];
    case 'gamma':
      return [gamma(effect.amount)];
    case 'tint':
      return [{ kind: 'recomb', matrix: tint(effect.colour, effect.amount / 100) }];
    case 'vignette':
      return [{ kind: 'overlay', svg: vignetteSvg(size, effect.amount / 100), blend: 'atop' }];
    case 'pixelate':
      return pixelate(effect.amount, size);
    case 'improve':
      return [{ kind: 'normalise' }];
    case 'trim':
      // Trimming comes before the picture is framed: see plan.ts.
      return [];
  }
}
