import type { TransformationEffect } from './transformationEffect.ts';
import type { TransformationParameter } from './transformationParameter.ts';

export interface TransformationLanguage {
  /** In canonical order. */
  parameters: TransformationParameter[];
  effects: TransformationEffect[];
}
