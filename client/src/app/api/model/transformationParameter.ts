import type { TransformationParameterAppliesToItem } from './transformationParameterAppliesToItem.ts';

export interface TransformationParameter {
  key: string;
  /** Other keys that mean the same. */
  aliases: string[];
  description: string;
  /** The allowed values in words. */
  values: string;
  /** The fixed values, where there are some. */
  choices: string[];
  /** The default in words; absent when leaving it out means that nothing is done. */
  default?: string;
  /** What it can be applied to. */
  appliesTo: TransformationParameterAppliesToItem[];
  /** False while every value of it is answered `transformation-not-available`. */
  available: boolean;
}
