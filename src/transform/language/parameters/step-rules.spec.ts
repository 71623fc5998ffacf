import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../errors/domain-error.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { parseTransformation } from '../parse.js';
import { statedSize } from './step-rules.js';

const parametersAgainst = (text: string, limits = DEFAULT_LIMITS) => {
  try {
    parseTransformation(text, limits);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return (error.violations ?? []).map((violation) => violation.parameter);
  }
};

describe('what the parameters of one step say together', () => {
  it.each([
    ['ar_1:1,w_100', []],
    ['ar_1:1,h_100', []],
    ['ar_1:1,w_100,h_100', ['ar']],
    ['g_xy_center,x_5,y_5', []],
    ['g_xy_center,x_0.5,y_1.0', []],
    ['g_xy_center', ['g']],
    ['g_xy_center,x_5', ['g']],
    ['g_xy_center,x_-5,y_5', ['x']],
    ['g_xy_center,x_5,y_-5', ['y']],
    ['w_8192', []],
    ['w_4096,dpr_2', []],
    ['w_4097,dpr_2', ['w']],
    ['h_4097,dpr_2', ['h']],
    ['w_8000,dpr_auto', []],
    ['w_100,ar_1:100', ['ar']],
    ['w_0.5,dpr_4', []],
    ['w_8000,h_5000', []],
    ['w_8000,h_5001', ['w']],
    ['w_4000,h_2501,dpr_2', ['w']],
    ['h_8000,ar_1', ['h']],
    ['bo_49px_solid_red,w_100', []],
    ['bo_50px_solid_red,w_100', ['bo']],
    ['bo_50px_solid_red,w_0.5', []],
    ['so_1,eo_2', []],
    ['so_2,eo_2', ['eo']],
    ['so_3,eo_2', ['eo']],
    ['so_10p,eo_5p', ['eo']],
    ['so_90,eo_5p', []],
    ['so_1,du_5', []],
    ['eo_9,du_5', ['du']],
    ['w_5,width_5,w_7,bg_red,b_blue', ['width', 'w', 'b']],
  ] as const)('%s is refused for %j', (text, parameters) => {
    expect(parametersAgainst(text)).toEqual(parameters);
  });

  it('follows the limits it is given', () => {
    const narrow = { maxOutputDimension: 100, maxOutputPixels: 5000 };
    expect(parametersAgainst('w_101', narrow)).toEqual(['w']);
    expect(parametersAgainst('w_50,h_100', narrow)).toEqual([]);
    expect(parametersAgainst('w_51,h_100', narrow)).toEqual(['w']);
    expect(parametersAgainst('w_51,dpr_2', narrow)).toEqual(['w']);
  });

  it('knows the device pixels a step states', () => {
    const px = (value: number) => ({ unit: 'px', value }) as const;
    expect(statedSize({ width: px(100), aspectRatio: 2, dpr: 1.5 })).toEqual({
      width: 150,
      height: 75,
    });
    expect(statedSize({ height: px(100), aspectRatio: 2 })).toEqual({ width: 200, height: 100 });
    expect(statedSize({ width: { unit: 'share', value: 0.5 }, dpr: 2 })).toEqual({});
  });
});
