import { describe, expect, it } from 'vitest';
import { readTurn, turnFurther, UPRIGHT, writeTurn } from './turn.js';

describe('turns', () => {
  it('add up to one', () => {
    // R90, mirrored: R−90; −30: R−120; upside down: R180+120, mirrored back.
    const turn = readTurn('90.hflip.auto.-30.vflip');
    expect(turn).toEqual({ mirrored: false, degrees: 300 });
    expect(
      turnFurther({ mirrored: false, degrees: 300 }, { mirrored: false, degrees: 60 }),
    ).toEqual(UPRIGHT);
  });

  it.each(['0', '90', 'hflip', 'vflip', 'hflip.90', 'hflip.1'])('%s is written so', (text) => {
    const turn = readTurn(text);
    expect('degrees' in turn && writeTurn(turn)).toBe(text);
  });

  it.each(['', '361', '-361', '1.5.x', 'flip', '9e1', '+1', '.'])('%j is none', (text) => {
    expect(readTurn(text)).toMatchObject({ kind: 'wrong' });
  });
});
