import { describe, expect, it } from 'vitest';
import { DomainError } from '../../errors/domain-error.js';
import { DEFAULT_LIMITS } from './limits.js';
import { applicableTo, outputOf, takesOneFrame } from './output.js';
import { parseTransformation } from './parse.js';

const parse = (text: string) => parseTransformation(text, DEFAULT_LIMITS);
const objections = (text: string, kind: 'image' | 'video') => {
  try {
    applicableTo(parse(text), kind);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('invalid-transformation');
    return (error.violations ?? []).map(({ parameter }) => parameter);
  }
};

describe('the encoding of a chain', () => {
  it('is what the last step that gives it says', () => {
    expect(outputOf(parse('f_png,q_50/w_10,fl_attachment/f_webp'))).toEqual({
      format: 'webp',
      quality: { kind: 'fixed', value: 50 },
      flags: ['attachment'],
    });
    const built = { steps: [{ format: 'png' }, { format: 'gif' }, {}] } as const;
    expect(outputOf(built).format).toBe('gif');
  });

  it('has defaults', () => {
    expect(outputOf(parse('w_10'))).toEqual({
      format: undefined,
      quality: { kind: 'auto', level: 'good' },
      flags: [],
    });
  });
});

describe('taking one frame', () => {
  it.each([
    ['t_true', true],
    ['w_10/t_1', true],
    ['f_webp', true],
    ['f_jpg', true],
    ['f_gif', false],
    ['f_mp4', false],
    ['f_auto', false],
    ['w_10', false],
  ])('%s: %s', (text, expected) => {
    expect(takesOneFrame(parse(text))).toBe(expected);
  });
});

describe('parameters without a meaning for the kind of asset', () => {
  it.each([
    [
      'w_10,h_10,c_thumb,g_auto,z_2,a_90,r_5,b_red,o_50,e_negate,q_auto:eco,f_auto,fl_lossless,pg_2',
      [],
    ],
    ['so_1,eo_2,w_10', ['so', 'eo']],
    ['du_2,ac_none', ['du', 'ac']],
    ['t_true,tt_5', ['t', 'tt']],
    ['f_mp4', ['f']],
    ['w_10/so_1/f_webm', ['so', 'f']],
  ])('an image and %s: %j', (text, expected) => {
    expect(objections(text, 'image')).toEqual(expected);
  });

  it.each([
    ['w_10,h_10,dpr_2,c_pad,g_north,x_1,y_1,b_red,q_60,f_mp4,so_1,du_5,ac_none', []],
    ['q_auto,w_10', []],
    ['f_gif', []],
    ['c_thumb', ['c']],
    ['c_limit', []],
    ['r_5,e_negate,o_50,a_90,z_2,pg_2,fl_lossless', ['z', 'a', 'pg', 'r', 'o', 'e', 'fl']],
    ['q_auto:eco', ['q']],
    ['w_10,h_10,g_auto', []],
    ['w_10,h_10,g_face', []],
    ['w_10,h_10,g_faces_center', []],
    ['w_10,h_10,g_south_east', []],
    ['f_auto', ['f']],
    ['tt_5', ['tt']],
    ['f_webm,ac_aac', ['ac']],
    ['f_webm,ac_opus', []],
    ['f_mov,ac_opus', ['ac']],
    ['f_gif,ac_aac', ['ac']],
    ['f_gif,ac_none', []],
  ])('a video and %s: %j', (text, expected) => {
    expect(objections(text, 'video')).toEqual(expected);
  });

  it.each([
    ['t_true,tt_50p,w_10,c_thumb,r_max,e_sepia:50,q_auto:eco,f_auto', []],
    ['f_png,tt_5,a_90', []],
    ['t_true,so_1,du_5', []],
    ['t_true,f_mp4', ['f']],
    ['t_true,ac_none,pg_2', ['ac']],
  ])("a video's frame and %s: %j", (text, expected) => {
    expect(objections(text, 'video')).toEqual(expected);
  });
});
