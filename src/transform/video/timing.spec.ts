import { describe, expect, it } from 'vitest';
import { asFraction, entranceTo, evenRate, posterRate } from './timing.js';

const even = (rate: number, offset = 0) => ({
  frameRate: rate,
  baseRate: rate,
  varies: false,
  offset,
});

describe('asFraction', () => {
  it.each([
    [30, '30'],
    [30_000 / 1001, '30000/1001'],
    [23.976, '24000/1001'],
    [12.5, '12.50000'],
  ])('writes %d as %s', (rate, text) => expect(asFraction(rate)).toBe(text));
});

describe('evenRate', () => {
  it.each([
    ['even', even(30_000 / 1001), 60, 30_000 / 1001],
    ['slow and even', even(1), 60, 1],
    ['fast', even(120), 60, 60],
    ['varying on a grid', { frameRate: 14, baseRate: 30, varies: true, offset: 0 }, 60, 30],
    [
      'varying without a grid',
      { frameRate: 27.3, baseRate: 1000, varies: true, offset: 0 },
      60,
      30,
    ],
    ['of slides', { frameRate: 0.3, baseRate: 1, varies: true, offset: 0 }, 60, 24],
    ['for a GIF', even(30), 25, 25],
  ])('of one that is %s', (_, facts, most, rate) => expect(evenRate(facts, most)).toBe(rate));
});

describe('entranceTo', () => {
  it('leads a quarter of a frame before the frame that is on the screen', () => {
    for (const moment of [1, 1.01, 1.03]) {
      expect(entranceTo(moment, 4, even(30)).seek).toBeCloseTo(29.75 / 30, 6);
    }
    expect(entranceTo(9, 4, even(30)).seek).toBeCloseTo(118.75 / 30, 6);
  });

  it('leads to the moment itself where frames vary, for which posters are told finely', () => {
    const facts = { frameRate: 0.3, baseRate: 1, varies: true, offset: 0 };
    expect(entranceTo(2.9, 9, facts)).toEqual({ seek: 2.9, lead: 0 });
    expect(posterRate(facts)).toBe(1000);
  });

  it('counts from the first picture, and searches for nothing at the start', () => {
    expect(entranceTo(0, 4, even(30, 0.023))).toEqual({ seek: 0, lead: 0.023 });
    expect(entranceTo(2, 4, even(30, 0.023)).seek).toBeCloseTo(0.023 + 59.75 / 30, 6);
    expect(entranceTo(0, 4, even(30, 2))).toEqual({ seek: 0, lead: 0 });
  });
});
