import { describe, expect, it } from 'vitest';
import { readMoment, readOffset, readSide, writeLength, writeMoment } from './measures.js';

describe('lengths', () => {
  it('tells pixels from shares', () => {
    expect(readSide('1', 8192)).toEqual({ unit: 'px', value: 1 });
    expect(readSide('0.5', 8192)).toEqual({ unit: 'share', value: 0.5 });
    expect(readSide('8193', 8192)).toBeUndefined();
    for (const text of ['0', '0.0', '1.0', '-1', '-0.5', '1.5', '800.0', '0.0000001']) {
      expect(readSide(text, 8192)).toBeUndefined();
    }
  });

  it('keeps one pixel and the whole of a side apart', () => {
    expect(readOffset('1')).toEqual({ unit: 'px', value: 1 });
    expect(readOffset('1.0')).toEqual({ unit: 'share', value: 1 });
    expect(writeLength({ unit: 'share', value: 1 })).toBe('1.0');
    expect(readOffset('0.0')).toEqual({ unit: 'px', value: 0 });
    expect(readOffset('-12')).toEqual({ unit: 'px', value: -12 });
    for (const text of ['-0.5', '1.1', '65536', '-65536', 'center']) {
      expect(readOffset(text)).toBeUndefined();
    }
  });
});

describe('moments', () => {
  it.each(['0', '1.5', '86400', '10p', '99.5p', '100p'])('reads and writes %s', (text) => {
    const moment = readMoment(text);
    expect(moment && writeMoment(moment)).toBe(text);
  });

  it.each(['', 'p', '-1', '86401', '100.1p', '-1p', '1s', '10%', '1pp', '1:30'])(
    'takes %j for no moment',
    (text) => {
      expect(readMoment(text)).toBeUndefined();
    },
  );
});
