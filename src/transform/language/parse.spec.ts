import { describe, expect, it } from 'vitest';
import { processorTime } from '../../../test/support/processor-time.js';
import { DomainError } from '../../errors/domain-error.js';
import { InvalidTransformationError } from './invalid-transformation-error.js';
import { DEFAULT_LIMITS } from './limits.js';
import { parseTransformation } from './parse.js';

const parse = (text: string) => parseTransformation(text, DEFAULT_LIMITS);
const errorOf = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`${text.slice(0, 80)} was taken.`);
};

describe('reading a transformation', () => {
  it('reads a step in any order', () => {
    const expected = {
      steps: [
        {
          width: { unit: 'px', value: 800 },
          height: { unit: 'px', value: 600 },
          crop: 'pad',
          background: { red: 255, green: 255, blue: 255, alpha: 255 },
          quality: { kind: 'fixed', value: 80 },
          format: 'webp',
        },
      ],
    };
    expect(parse('w_800,h_600,c_pad,bg_white,f_webp,q_80')).toEqual(expected);
    expect(parse('q_80,f_webp,b_fff,c_pad,h_600,w_800')).toEqual(expected);
  });

  it('reads a chain, and leaves out a step that says nothing', () => {
    expect(parse('w_100/c_fill/a_90').steps).toEqual([
      { width: { unit: 'px', value: 100 } },
      { turn: { mirrored: false, degrees: 90 } },
    ]);
    expect(parse('c_fill/q_auto').steps).toEqual([{}]);
  });

  it('lets the last word on the encoding count', () => {
    expect(parse('f_png,q_50/w_100').steps).toEqual([
      { width: { unit: 'px', value: 100 }, format: 'png', quality: { kind: 'fixed', value: 50 } },
    ]);
    expect(parse('q_50/q_auto,w_1').steps).toEqual([{ width: { unit: 'px', value: 1 } }]);
    expect(parse('w_9/f_png/f_webp').steps).toEqual([
      { width: { unit: 'px', value: 9 } },
      { format: 'webp' },
    ]);
  });

  it('depends on its neighbours for what a default gravity is', () => {
    expect(parse('c_thumb,g_face').steps).toEqual([{ crop: 'thumb' }]);
    expect(parse('g_center,c_thumb').steps).toEqual([{ crop: 'thumb', gravity: 'center' }]);
    expect(parse('g_center,c_crop,x_1').steps[0].gravity).toBe('center');
    expect(parse('g_nw,c_crop,x_1').steps[0].gravity).toBeUndefined();
    expect(parse('g_center,c_crop').steps[0].gravity).toBeUndefined();
  });

  it('cannot be changed', () => {
    const transformation = parse('w_1/h_1');
    expect(Object.isFrozen(transformation)).toBe(true);
    expect(Object.isFrozen(transformation.steps)).toBe(true);
    expect(transformation.steps.every((step) => Object.isFrozen(step))).toBe(true);
  });

  it('names every wrong parameter of every step', () => {
    const error = errorOf('w_abc,h_0,nonsense,zz_1/q_500,f_webp/l_logo');
    expect(error).toBeInstanceOf(InvalidTransformationError);
    expect(error.code).toBe('invalid-transformation');
    expect(error.violations?.map(({ parameter, value }) => [parameter, value])).toEqual([
      ['w', 'abc'],
      ['h', '0'],
      ['nonsense', ''],
      ['zz', '1'],
      ['q', '500'],
      ['l', 'logo'],
    ]);
    expect(error.violations?.[0]?.message).toBe(
      'w takes an integer from 1 to 8192, or a decimal between 0 and 1 as a share of the source.',
    );
  });

  it('tells what is not offered from what is wrong', () => {
    const error = errorOf('t_shop,w_100,e_reverse,f_m3u8');
    expect(error.code).toBe('transformation-not-available');
    expect(error.violations?.map(({ parameter }) => parameter)).toEqual(['t', 'e', 'f']);
  });

  it('names a repeated key, and what is wrong with the repetition', () => {
    expect(errorOf('w_100,w_200').violations).toEqual([
      { parameter: 'w', value: '200', message: 'w is given more than once.' },
    ]);
    expect(errorOf('w_100,w_abc').violations).toHaveLength(2);
  });

  it('takes eight steps and not nine', () => {
    expect(parse(Array(8).fill('w_1').join('/')).steps).toHaveLength(8);
    expect(errorOf(Array(9).fill('w_1').join('/')).code).toBe('invalid-transformation');
  });

  it.each([
    '',
    '/',
    ',',
    'w_1,',
    ',w_1',
    'w_1//h_1',
    '/w_1',
    'w_1/',
    'w',
    '_',
    '_1',
    'w__1',
    'W_1',
    'w_1 ',
    ' w_1',
    'w_1\u0000',
    'w_１',
    'w_٣',
    'w_%31',
    'w=1',
    '__proto___1',
    'constructor_x',
    'hasOwnProperty_1,toString_1',
    'e_constructor,c___proto__,f_toString',
    '\ud800_1',
    'w_1\u202e',
    ','.repeat(2000),
    'w_1,'.repeat(500),
    'w_1,'.repeat(100_000),
    '/'.repeat(1_000_000),
    `w_${'9'.repeat(2000)}`,
    `ar_${'1'.repeat(1000)}:${'1'.repeat(1000)}`,
    `e_${'blur:1.'.repeat(250)}blur:1`,
    `a_${'1.'.repeat(900)}1`,
    `r_${'1:'.repeat(900)}1`,
    `${'k'.repeat(2000)}_1`,
  ])('answers %.40j with an error that is short and quick', async (text) => {
    expect(await processorTime(() => errorOf(text))).toBeLessThan(200);
    const error = errorOf(text);
    expect(error.code).toBe('invalid-transformation');
    expect(JSON.stringify(error.violations).length).toBeLessThan(64 * 600);
    expect(error.violations?.length).toBeGreaterThan(0);
    for (const { value = '', parameter = '' } of error.violations ?? []) {
      expect(value.length).toBeLessThanOrEqual(65);
      expect(parameter.length).toBeLessThanOrEqual(65);
    }
  });

  it('never throws anything but its own errors', () => {
    const alphabet = [
      'w',
      '_',
      ',',
      '/',
      '1',
      '.',
      ':',
      'e',
      'blur',
      'r',
      '-',
      '\u0000',
      'p',
      'so',
    ];
    let seed = 7;
    const next = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    for (let run = 0; run < 5000; run++) {
      const text = Array.from({ length: next(20) }, () => alphabet[next(alphabet.length)]).join('');
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    }
  });
});
