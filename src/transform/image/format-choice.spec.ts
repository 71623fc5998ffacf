import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../language/limits.js';
import { parseTransformation } from '../language/parse.js';
import { candidatesOf, choiceFor, describeChoice } from './format-choice.js';

const parse = (text: string) => parseTransformation(text, DEFAULT_LIMITS);

const STILL = { hasAlpha: false, animated: false, lossless: false };

describe('the choice of a format', () => {
  it('is the URL’s, or else made among what the client accepts', () => {
    expect(choiceFor(parse('w_10,f_png'), ['avif'])).toEqual({ kind: 'fixed', format: 'png' });
    expect(choiceFor(parse('w_10'), ['webp'])).toEqual({ kind: 'preferred', accepted: ['webp'] });
    expect(choiceFor(parse('f_auto'), [])).toEqual({ kind: 'smallest', accepted: [] });
  });

  it('prefers in the product’s order, whatever the client’s is', () => {
    const choice = choiceFor(parse('w_10'), ['webp', 'avif']);
    expect(candidatesOf(choice, STILL)).toEqual(['avif']);
    expect(candidatesOf(choice, { ...STILL, animated: true })).toEqual(['webp']);
  });

  it.each([
    ['preferred:avif+webp', 'w_10', ['avif', 'webp']],
    ['preferred:avif+webp', 'w_10', ['webp', 'avif']],
    ['preferred:avif+', 'w_10', ['avif']],
    ['smallest:+webp', 'f_auto', ['webp']],
    ['preferred:+', 'w_10', []],
    ['webp', 'f_webp', ['avif']],
  ] as const)('has %s in the key of %s where %j is accepted', (key, text, accepted) => {
    expect(describeChoice(choiceFor(parse(text), accepted))).toBe(key);
  });
});
