import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDecimal, readInteger, writeNumber } from './numbers.js';

const NO_NUMBERS = [
  ...[
    '',
    ' ',
    ' 1',
    '1 ',
    '+1',
    '--1',
    '1e3',
    '1E3',
    '0x10',
    '0b1',
    '1_000',
    '1,5',
    '.5',
    '1.',
    '1..2',
  ],
  ...[
    '007',
    '00',
    '-',
    '-.5',
    'NaN',
    'Infinity',
    '١',
    '１',
    '²',
    '−1',
    '1\u0000',
    '1\n',
    '9'.repeat(400),
  ],
  ...['1.1234567', '1234567890'],
];

describe('numbers', () => {
  it.each(NO_NUMBERS)('takes %j for no number', (text) => {
    expect(readInteger(text, -Infinity, Infinity)).toBeUndefined();
    expect(readDecimal(text, -Infinity, Infinity)).toBeUndefined();
  });

  it('reads integers within their bounds only', () => {
    expect(readInteger('1', 1, 9)).toBe(1);
    expect(readInteger('9', 1, 9)).toBe(9);
    expect(readInteger('0', 1, 9)).toBeUndefined();
    expect(readInteger('10', 1, 9)).toBeUndefined();
    expect(readInteger('5.0', 1, 9)).toBeUndefined();
    expect(readInteger('-3', -3, 3)).toBe(-3);
  });

  it('knows no minus zero', () => {
    expect(Object.is(readInteger('-0', -1, 1), 0)).toBe(true);
    expect(Object.is(readDecimal('-0.0', -1, 1), 0)).toBe(true);
  });

  it('reads back what it writes, and never writes an exponent', () => {
    const sixPlaces = fc.integer({ min: -999_999_999, max: 999_999_999 }).map((n) => n / 1e6);
    fc.assert(
      fc.property(sixPlaces, (value) => {
        const text = writeNumber(value);
        expect(text).not.toContain('e');
        expect(readDecimal(text, -1000, 1000)).toBe(value + 0);
      }),
    );
  });
});
