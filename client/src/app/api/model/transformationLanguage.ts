import type { TransformationEffect } from './transformationEffect.ts';
import type { TransformationParameter } from './transformationParameter.ts';

export interface TransformationLanguage {
  /** In canonical order. */
  parameters: TransformationParameter[];
  effects: TransformationEffect[];
  /** Whether everybody gets named transformations alone (`ALLOWED_TRANSFORMATIONS`). */
  onlyNames: boolean;
}
