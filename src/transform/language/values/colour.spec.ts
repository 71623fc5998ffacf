import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLOUR_NAMES } from './colour-names.js';
import { readColour, writeColour } from './colour.js';

const written = (text: string) => {
  const colour = readColour(text);
  return colour && writeColour(colour);
};

describe('colours', () => {
  it.each([
    ['f00', 'ff0000'],
    ['rgb:f00', 'ff0000'],
    ['FF0000', 'ff0000'],
    ['ff0000ff', 'ff0000'],
    ['f00f', 'ff0000'],
    ['red', 'ff0000'],
    ['Red', 'ff0000'],
    ['rgb:12345678', '12345678'],
    ['1234', '11223344'],
    ['rebeccapurple', '663399'],
    ['transparent', '00000000'],
    ['ff000000', '00000000'],
    ['abc0', '00000000'],
  ])('reads %s as %s', (text, hex) => {
    expect(written(text)).toBe(hex);
  });

  it.each([
    ...[
      '',
      'rgb:',
      'rgb:red',
      'f',
      'ff',
      'fffff',
      'fffffff',
      'fffffffff',
      'ggg',
      '#fff',
      'redd',
      ' red',
    ],
    ...[
      'rgb:rgb:fff',
      'constructor',
      '__proto__',
      'ｆｆｆ',
      'f'.repeat(100_000),
      'fff\u0000',
      'fff\n',
    ],
  ])('takes %j for no colour', (text) => {
    expect(readColour(text)).toBeUndefined();
  });

  it('has the 148 names of CSS', () => {
    expect(COLOUR_NAMES.size).toBe(148);
    for (const [name, hex] of COLOUR_NAMES) expect(written(name)).toBe(hex);
  });

  it('reads back what it writes', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    const visible = fc.integer({ min: 1, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, visible, (red, green, blue, alpha) => {
        const colour = { red, green, blue, alpha };
        expect(readColour(writeColour(colour))).toEqual(colour);
      }),
    );
  });
});
