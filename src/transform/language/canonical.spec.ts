import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../errors/domain-error.js';
import { canonicalise } from './canonical.js';
import { COLOUR_NAMES } from './values/colour-names.js';
import { EFFECTS } from './values/effects.js';
import { DEFAULT_LIMITS } from './limits.js';
import { PARAMETERS } from './parameters/parameters.js';
import { parseTransformation } from './parse.js';

const parse = (text: string) => parseTransformation(text, DEFAULT_LIMITS);
const integer = (min: number, max: number) => fc.integer({ min, max }).map(String);
const decimal = (min: number, max: number) =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map((thousandths) => String(thousandths / 1000));
const joined = (item: fc.Arbitrary<string>, separator: string, maxLength: number) =>
  fc.array(item, { minLength: 1, maxLength }).map((items) => items.join(separator));
const choice = (key: string) =>
  fc.constantFrom(...(PARAMETERS.find((row) => row.key === key)?.choices ?? []));

const hexDigit = fc.constantFrom('0', '7', '9', 'a', 'c', 'f', 'A', 'F');
const hex = fc
  .constantFrom(3, 4, 6, 8)
  .chain((length) => fc.string({ unit: hexDigit, minLength: length, maxLength: length }));
const colour = fc.oneof(
  hex,
  hex.map((digits) => `rgb:${digits}`),
  fc.constantFrom(...COLOUR_NAMES.keys(), 'transparent'),
);
const moment = fc.oneof(
  decimal(0.001, 600),
  decimal(0.001, 99).map((percent) => `${percent}p`),
);
const effect = fc.oneof(
  fc.constantFrom(...EFFECTS.filter((row) => row.available).map((row) => row.name)),
  fc
    .tuple(
      fc.constantFrom('blur', 'sharpen', 'gamma', 'hue', 'trim', 'blackwhite'),
      integer(0, 100),
    )
    .map((pair) => pair.join(':')),
  fc.tuple(integer(0, 100), colour).map(([amount, tint]) => `tint:${amount}:${tint}`),
);
const side = fc.oneof(integer(1, 6000), decimal(0.001, 0.999));
const offset = fc.oneof(integer(-5000, 5000), fc.constantFrom('0.0', '0.25', '1.0'));

/** Values of every offered parameter, of which most steps made are valid. */
const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  t: choice('t'),
  tt: moment,
  so: moment,
  eo: moment,
  du: moment,
  ac: choice('ac'),
  w: side,
  h: side,
  dpr: fc.oneof(decimal(0.5, 4), fc.constantFrom('auto', '1', '1.0')),
  c: choice('c'),
  ar: fc.oneof(
    decimal(0.1, 9),
    fc.tuple(integer(1, 999), decimal(0.5, 99)).map((pair) => pair.join(':')),
  ),
  g: choice('g'),
  x: offset,
  y: offset,
  z: decimal(0.1, 10),
  a: joined(fc.oneof(integer(-360, 360), choice('a')), '.', 4),
  pg: integer(1, 10_000),
  r: fc.oneof(fc.constant('max'), joined(integer(0, 3), ':', 4)),
  b: colour,
  bg: colour,
  bo: fc.tuple(integer(1, 40), colour).map(([width, line]) => `${width}px_solid_${line}`),
  o: integer(0, 100),
  e: joined(effect, '.', 4),
  q: fc.oneof(integer(1, 100), choice('q')),
  f: choice('f'),
  fl: joined(choice('fl'), '.', 4),
};

const part = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((key) => (VALUES[key] ?? fc.constant('')).map((value) => `${key}_${value}`));
const step = fc.uniqueArray(part, {
  minLength: 1,
  maxLength: 8,
  selector: (text) => text.replace(/^bg/, 'b').split('_')[0],
});
const chain = fc.array(step, { minLength: 1, maxLength: 4 });
const textOf = (steps: readonly (readonly string[])[]) =>
  steps.map((parts) => parts.join(',')).join('/');

const valid = (text: string) => {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
};

describe('the canonical form', () => {
  it('can be generated for every offered parameter', () => {
    const offered = PARAMETERS.filter((row) => row.available).flatMap((row) => [
      row.key,
      ...row.aliases,
    ]);
    expect(new Set(Object.keys(VALUES))).toEqual(new Set(offered));
  });

  it('is valid, parses to the same value and is its own canonical form', () => {
    let seen = 0;
    fc.assert(
      fc.property(chain, (steps) => {
        const transformation = valid(textOf(steps));
        fc.pre(transformation !== undefined);
        seen++;
        const canonical = canonicalise(transformation);
        expect(parse(canonical)).toEqual(transformation);
        expect(canonicalise(parse(canonical))).toBe(canonical);
      }),
      { numRuns: 2000 },
    );
    expect(seen).toBe(2000);
  });

  it('does not depend on the order of the parameters', () => {
    const shuffled = step.chain((parts) =>
      fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length })),
    );
    fc.assert(
      fc.property(shuffled, ([parts, others]) => {
        const transformation = valid(parts.join(','));
        fc.pre(transformation !== undefined);
        expect(canonicalise(parse(others.join(',')))).toBe(canonicalise(transformation));
      }),
      { numRuns: 1000 },
    );
  });

  it('is no longer than a URL can bear, and needs no escaping but of nothing', () => {
    fc.assert(
      fc.property(chain, (steps) => {
        const transformation = valid(textOf(steps));
        fc.pre(transformation !== undefined);
        expect(canonicalise(transformation)).toMatch(/^[a-z0-9_:.,/-]+$/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [['w_100,h_50', 'h_50,w_100', 'h_50,c_fill,w_100,dpr_1,q_auto:good,o_100'], 'w_100,h_50'],
    [['bg_WHITE', 'b_rgb:fff', 'b_ffffffff', 'b_FFFF'], 'b_ffffff'],
    [['b_transparent', 'b_ff000000', 'b_rgb:0000', 'bo_4px_solid_transparent', 'o_100'], 'q_auto'],
    [['f_jpg', 'f_jpeg', 'f_png/f_jpg', 'q_auto/f_jpg/c_fill'], 'f_jpeg'],
    [['g_n,ar_1', 'g_north,ar_1', 'ar_1:1,g_north_center'], 'ar_1,g_north'],
    [['c_limit,w_9', 'w_9,c_fit', 'w_9,c_fit,g_auto,x_4,y_0'], 'w_9,c_fit'],
    [['a_-90', 'a_270', 'a_270.0.auto.360', 'a_45.-135', 'a_90.hflip.hflip.180'], 'a_270'],
    [['a_hflip.hflip', 'a_90.-90', 'a_vflip.hflip.180', 'a_auto.0'], 'q_auto'],
    [['a_vflip', 'a_hflip.180', 'a_180.hflip', 'a_90.hflip.-90'], 'a_vflip'],
    [['a_hflip.90', 'a_270.hflip', 'a_vflip.-90'], 'a_hflip.90'],
    [['w_9', 'w_9,c_scale', 'w_9,c_pad', 'c_crop,w_9', 'w_9,g_auto', 'w_9,x_7,y_0.5'], 'w_9'],
    [['w_9,h_9', 'w_9,h_9,x_0', 'w_9,h_9,y_0.0,x_-0', 'w_9,h_9,g_c'], 'w_9,h_9'],
    [['w_9,h_9,g_auto', 'w_9,h_9,g_auto,x_3,y_4'], 'w_9,h_9,g_auto'],
    [
      ['w_9,h_9,c_pad', 'w_9,h_9,c_pad,g_auto', 'w_9,h_9,c_pad,g_xy_center,x_1,y_2'],
      'w_9,h_9,c_pad',
    ],
    [['c_crop,x_0', 'c_crop,y_0', 'c_fit', 'c_pad,g_n', 'dpr_2', 'dpr_auto,g_sw', 'x_5'], 'q_auto'],
    [['w_9,c_crop,x_0', 'w_9,c_crop,y_0', 'w_9,c_crop,x_0,y_0,g_nw'], 'w_9,c_crop,x_0'],
    [['w_9,c_crop,x_4', 'w_9,c_crop,x_4,y_0'], 'w_9,c_crop,x_4'],
    [['r_max', 'r_max,dpr_2', 'bo_2px_solid_f000,r_max'], 'r_max'],
    [['e_hue:-100', 'e_hue:100', 'e_tint:40:transparent.hue:100'], 'e_hue:100'],
    [['e_trim.negate', 'e_negate.trim:10', 'e_trim.negate.trim:40'], 'e_trim.negate'],
    [['r_5', 'r_5:5', 'r_5:5:5', 'r_5:5:5:5'], 'r_5'],
    [['so_1.50', 'so_1.5', 'so_1.500000'], 'so_1.5'],
    [['t_1', 't_true', 'tt_0,t_1', 'so_0p,t_1'], 't_true'],
    [['fl_attachment.lossless', 'fl_lossless.attachment.lossless'], 'fl_lossless.attachment'],
    [['ar_16:9', 'ar_32:18', 'ar_1.6:0.9'], 'ar_16:9'],
    [
      ['q_auto', 'q_auto:good', 'c_fill', 'dpr_1', 'e_hue:0', 'a_0/q_auto', 'o_100/c_fill/z_1'],
      'q_auto',
    ],
    [['w_10,q_5/q_90/h_5', 'w_10/h_5,q_90'], 'w_10/h_5,q_90'],
  ])('of %j is %s', (spellings, canonical) => {
    for (const text of spellings) expect(canonicalise(parse(text)), text).toBe(canonical);
  });
});

describe('the time it takes', () => {
  it('is a few microseconds for a usual step', () => {
    const text = 'w_800,h_600,c_fill,g_auto,f_webp,q_80';
    for (let run = 0; run < 5000; run++) canonicalise(parse(text));
    const runs = 1_000;
    const rounds = Array.from({ length: 20 }, () => {
      const start = performance.now();
      for (let run = 0; run < runs; run++) parse(text);
      return ((performance.now() - start) * 1000) / runs;
    });
    // Measured at 2 µs; the quickest round is the one that the machine's other work has disturbed least.
    expect(Math.min(...rounds)).toBeLessThan(20);
  });
});
