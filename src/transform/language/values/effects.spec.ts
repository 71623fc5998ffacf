import { describe, expect, it } from 'vitest';
import { EFFECTS, isNeutral, readEffect, writeEffect } from './effects.js';
import { Refusal } from '../parameters/parameter.js';

const RANGES = [
  ['blur', 1, 2000],
  ['sharpen', 0, 2000],
  ['unsharp_mask', 0, 2000],
  ['blackwhite', 0, 100],
  ['sepia', 1, 100],
  ['brightness', -99, 100],
  ['contrast', -100, 100],
  ['saturation', -100, 100],
  ['hue', -100, 100],
  ['gamma', -50, 150],
  ['vignette', 0, 100],
  ['pixelate', 1, 200],
  ['trim', 0, 100],
] as const;

const kindOf = (text: string) => {
  const effect = readEffect(text);
  return effect instanceof Refusal ? effect.kind : 'taken';
};

describe('effects', () => {
  it.each(RANGES)('%s takes %d to %d and nothing beyond', (name, min, max) => {
    // Half a circle is the same either way.
    const least = name === 'hue' ? max : min;
    expect(readEffect(`${name}:${min}`)).toEqual({ name, amount: least });
    expect(readEffect(`${name}:${max}`)).toEqual({ name, amount: max });
    for (const wrong of [min - 1, max + 1, 'x', '', '1.5', `${min}:1`]) {
      expect(kindOf(`${name}:${wrong}`)).toBe('wrong');
    }
  });

  it('needs an amount where there is no default', () => {
    expect(kindOf('blur')).toBe('wrong');
    expect(readEffect('blackwhite')).toEqual({ name: 'blackwhite', amount: 50 });
    expect(readEffect('trim')).toEqual({ name: 'trim', amount: 10 });
    expect(writeEffect({ name: 'trim', amount: 10 })).toBe('trim');
    expect(writeEffect({ name: 'trim', amount: 11 })).toBe('trim:11');
  });

  it.each(['grayscale', 'negate', 'improve'])('%s takes no amount', (name) => {
    expect(readEffect(name)).toEqual({ name });
    expect(kindOf(`${name}:1`)).toBe('wrong');
  });

  it('reads a tint with a colour in any spelling', () => {
    const red = { red: 255, green: 0, blue: 0, alpha: 255 };
    for (const colour of ['red', 'f00', 'rgb:ff0000']) {
      expect(readEffect(`tint:40:${colour}`)).toEqual({ name: 'tint', amount: 40, colour: red });
    }
    expect(writeEffect({ name: 'tint', amount: 40, colour: red })).toBe('tint:40:ff0000');
    for (const wrong of [
      'tint',
      'tint:',
      'tint:40',
      'tint:40:',
      'tint:red',
      'tint:101:red',
      'tint:-1:red',
    ]) {
      expect(kindOf(wrong)).toBe('wrong');
    }
  });

  it('knows the effects of videos and does not offer them', () => {
    const names = [
      'reverse',
      'boomerang',
      'loop:3',
      'mute',
      'volume:50',
      'fade:500',
      'accelerate:2',
    ];
    for (const name of [...names, 'preview:duration_5']) expect(kindOf(name)).toBe('unavailable');
  });

  it('finds no effect where there is none', () => {
    for (const name of [
      '',
      'constructor',
      '__proto__',
      'toString',
      'Blur:5',
      'blurhash_placeholder',
    ]) {
      expect(kindOf(name)).toBe('wrong');
    }
  });

  it('tells what changes nothing', () => {
    const neutral = RANGES.filter(([name]) => isNeutral({ name, amount: 0 })).map(([name]) => name);
    expect(neutral).toEqual([
      ...[
        'sharpen',
        'unsharp_mask',
        'brightness',
        'contrast',
        'saturation',
        'hue',
        'gamma',
        'vignette',
      ],
    ]);
    expect(isNeutral({ name: 'brightness', amount: 1 })).toBe(false);
    expect(isNeutral({ name: 'negate' })).toBe(false);
  });

  it('has each name once', () => {
    expect(new Set(EFFECTS.map((row) => row.name)).size).toBe(EFFECTS.length);
  });
});
