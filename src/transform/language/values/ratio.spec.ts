import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRatio, writeRatio } from './ratio.js';

describe('ratios', () => {
  it.each([
    ['16:9', 16 / 9],
    ['1.91:1', 1.91],
    ['1.5', 1.5],
    ['1', 1],
    ['1:100', 0.01],
    ['100', 100],
  ])('reads %s', (text, ratio) => {
    expect(readRatio(text)).toBe(ratio);
  });

  it.each([
    '',
    ':',
    '1:',
    ':1',
    '0',
    '0:1',
    '1:0',
    '-1:1',
    '1:2:3',
    '1:101',
    '100.1',
    '16x9',
    'a',
    '1e1',
    '1/2',
  ])('takes %j for no ratio', (text) => {
    expect(readRatio(text)).toBeUndefined();
  });

  it.each([
    ['32:18', '16:9'],
    ['1.5', '1.5'],
    ['3:2', '1.5'],
    ['4:3', '4:3'],
    ['191:100', '1.91'],
  ])('writes %s as %s', (text, canonical) => {
    expect(writeRatio(readRatio(text) ?? 0)).toBe(canonical);
  });

  it('keeps a ratio exactly through writing and reading', () => {
    const term = fc.integer({ min: 1, max: 99_999_999 }).map((n) => n / 1000);
    fc.assert(
      fc.property(term, term, (width, height) => {
        const ratio = readRatio(`${width}:${height}`);
        fc.pre(ratio !== undefined);
        expect(readRatio(writeRatio(ratio))).toBe(ratio);
      }),
      { numRuns: 2000 },
    );
  });
});
