import { describe, expect, it } from 'vitest';
import { processorTime } from '../../../test/support/processor-time.js';
import { canonicalise } from './canonical.js';
import { DEFAULT_LIMITS } from './limits.js';
import { isStepSegment, readTail } from './read-tail.js';

const read = (tail: string) => readTail(tail.split('/'), DEFAULT_LIMITS);

/** The reading in one line: kind, transformation, path. */
const told = (tail: string) => {
  const reading = read(tail);
  const transformation =
    reading.kind !== 'original' && reading.transformation !== undefined
      ? canonicalise(reading.transformation)
      : '-';
  return `${reading.kind} ${transformation} ${reading.path.join('/')}`;
};

describe('where the transformation ends and the path begins', () => {
  it.each([
    ['a.jpg', 'original - a.jpg'],
    ['folder/a.jpg', 'original - folder/a.jpg'],
    ['w_100/a.jpg', 'variant w_100 a.jpg'],
    ['w_100,h_50/folder/a.jpg', 'variant w_100,h_50 folder/a.jpg'],
    ['w_100/a_90/folder/a.jpg', 'variant w_100/a_90 folder/a.jpg'],
    ['folder/w_100/a.jpg', 'original - folder/w_100/a.jpg'],
    ['w_100/folder/w_200/a.jpg', 'variant w_100 folder/w_200/a.jpg'],
    ['w_100%2Ch_50/a.jpg', 'variant w_100,h_50 a.jpg'],
    ['ar_16%3A9,w_90/a.jpg', 'variant w_90,ar_16:9 a.jpg'],
    ['w%5F100/a.jpg', 'variant w_100 a.jpg'],
    ['w_10%2530/a.jpg', 'lookalike - w_10%2530/a.jpg'],
    ['w_100/My%20Photo%2C1.jpg', 'variant w_100 My%20Photo%2C1.jpg'],
    ['my_folder/a.jpg', 'original - my_folder/a.jpg'],
    ['foo,bar_1/a.jpg', 'original - foo,bar_1/a.jpg'],
    [',/a.jpg', 'original - ,/a.jpg'],
    ['%zz/a.jpg', 'original - %zz/a.jpg'],
    ['w_%ff/a.jpg', 'original - w_%ff/a.jpg'],
    ['/a.jpg', 'original - /a.jpg'],
    ['w_100//a.jpg', 'variant w_100 /a.jpg'],
    ['c_fill/a.jpg', 'variant q_auto a.jpg'],
    ['constructor_x/a.jpg', 'original - constructor_x/a.jpg'],
    ['__proto___1/a.jpg', 'original - __proto___1/a.jpg'],
  ])('%s is %s', (tail, expected) => {
    expect(told(tail)).toBe(expected);
  });

  it.each([
    ['w_photos/a.jpg', 'lookalike - w_photos/a.jpg', 'a.jpg'],
    ['w_0/a.jpg', 'lookalike - w_0/a.jpg', 'a.jpg'],
    ['w_99999/a.jpg', 'lookalike - w_99999/a.jpg', 'a.jpg'],
    ['w_100/q_500/a.jpg', 'lookalike w_100 q_500/a.jpg', 'a.jpg'],
    ['w_abc/q_500/b/a.jpg', 'lookalike - w_abc/q_500/b/a.jpg', 'b/a.jpg'],
    ['w_abc/h_5/a.jpg', 'lookalike - w_abc/h_5/a.jpg', 'a.jpg'],
    ['w_1,w_2/a.jpg', 'lookalike - w_1,w_2/a.jpg', 'a.jpg'],
    ['w_100,foo/a.jpg', 'lookalike - w_100,foo/a.jpg', 'a.jpg'],
    ['zoom_2,w_100/a.jpg', 'lookalike - zoom_2,w_100/a.jpg', 'a.jpg'],
    ['w_100,/a.jpg', 'lookalike - w_100,/a.jpg', 'a.jpg'],
    ['t_shirts/a.jpg', 'lookalike - t_shirts/a.jpg', 'a.jpg'],
  ])('%s may be a path or a mistake: %s', (tail, expected, remainder) => {
    expect(told(tail)).toBe(expected);
    const reading = read(tail);
    expect(reading.kind === 'lookalike' && reading.remainder.join('/')).toBe(remainder);
  });

  it('names what is wrong in all that looks like a step', () => {
    const reading = read('w_abc,f_bmp/q_500/h_5/a_b/photo/o_900/x.jpg');
    const error = reading.kind === 'lookalike' ? reading.error : undefined;
    expect(error?.code).toBe('invalid-transformation');
    expect(error?.violations?.map(({ parameter }) => parameter)).toEqual(['w', 'f', 'q', 'a']);
    const unknown = read('w_100,zoom_2,,h_x/a.jpg');
    expect(unknown.kind === 'lookalike' && unknown.error.violations).toMatchObject([
      { parameter: 'zoom', value: '2' },
      { parameter: '', value: '' },
      { parameter: 'h', value: 'x' },
    ]);
  });

  it('says what is not offered once nothing is wrong', () => {
    const reading = read('d_fallback.png/a.jpg');
    expect(reading.kind === 'lookalike' && reading.error.code).toBe('transformation-not-available');
  });

  it('takes the last segment for the name of the asset', () => {
    for (const name of ['a_90.jpg', 'x_ray.png', 'w_photo', 'd_photo.jpg', 'l_1.jpg', 't_shirt']) {
      expect(told(name)).toBe(`original - ${name}`);
      expect(told(`w_100/${name}`)).toBe(`variant w_100 ${name}`);
    }
  });

  it('refuses a transformation of nothing, unless an asset has that name', () => {
    const reading = read('w_100/h_200');
    expect(told('w_100/h_200')).toBe('lookalike w_100 h_200');
    expect(reading.kind === 'lookalike' && reading.error.violations?.[0]?.message).toBe(
      'The path of an asset must follow the transformation.',
    );
  });

  it('takes eight steps and not nine', () => {
    const steps = (count: number) => `${'w_100/'.repeat(count)}a.jpg`;
    expect(read(steps(8)).kind).toBe('variant');
    expect(() => read(steps(9))).toThrow('not valid');
    expect(() => read(steps(10_000))).toThrow('not valid');
  });

  it('reads hostile tails quickly', async () => {
    const tails = [
      `${'w_x/'.repeat(50_000)}a.jpg`,
      `${'w_1,'.repeat(50_000)}w_1/a.jpg`,
      `${','.repeat(500_000)}/a.jpg`,
      `${'%2C'.repeat(100_000)}/a.jpg`,
      `${'%'.repeat(100_000)}/a.jpg`,
      '/'.repeat(100_000),
    ];
    for (const tail of tails) {
      const segments = tail.split('/');
      expect(await processorTime(() => readTail(segments, DEFAULT_LIMITS))).toBeLessThan(100);
    }
  });

  it('reads nothing as nothing', () => {
    expect(readTail([], DEFAULT_LIMITS)).toEqual({ kind: 'original', path: [] });
  });
});

describe('names that are steps', () => {
  it.each([
    'w_100',
    'w_100,h_5',
    'bg_red',
    'c_fill',
    'w_16383',
    't_shirts',
    'd_day',
    'l_logo',
    'w_1,w_2',
    'ar_1,w_1,h_1',
  ])('%s is one', (segment) => {
    expect(isStepSegment(segment)).toBe(true);
  });

  it.each([
    ...[
      'w_photos',
      'w_0',
      'w_99999',
      'q_500',
      'photos',
      'my_folder',
      'w_100,photos',
      'w_1,w_x',
      '',
    ],
    ...[
      'w_100 ',
      'W_100',
      'w',
      '_',
      'constructor_x',
      'e_blur',
      'x'.repeat(100_000),
      'w_1,'.repeat(600),
    ],
  ])('%.30j is none', (segment) => {
    expect(isStepSegment(segment)).toBe(false);
  });
});
