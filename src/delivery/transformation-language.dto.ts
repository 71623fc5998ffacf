import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  EffectDescription,
  ParameterDescription,
} from '../transform/language/parameters/describe.js';
import { APPLICATIONS, type Application } from '../transform/language/parameters/parameter.js';

/** One parameter of a transformation. */
export class TransformationParameter implements ParameterDescription {
  @ApiProperty({ example: 'w' })
  key!: string;

  /** Other keys that mean the same. */
  @ApiProperty({ type: [String], example: [] })
  aliases!: readonly string[];

  @ApiProperty({ example: 'Width of the output in CSS px; multiplied by `dpr`.' })
  description!: string;

  /** The allowed values in words. */
  @ApiProperty({ example: 'an integer from 1 to 8192, or a decimal between 0 and 1' })
  values!: string;

  /** The fixed values, where there are some. */
  @ApiProperty({ type: [String], example: [] })
  choices!: readonly string[];

  /** The default in words; absent when leaving it out means that nothing is done. */
  @ApiPropertyOptional({ example: '`fill`' })
  default?: string;

  /** What it can be applied to. */
  @ApiProperty({ enum: APPLICATIONS, isArray: true, example: ['image', 'video', 'poster'] })
  appliesTo!: readonly Application[];

  /** False while every value of it is answered `transformation-not-available`. */
  @ApiProperty({ example: true })
  available!: boolean;
}

/** One effect of the parameter `e`. */
export class TransformationEffect implements EffectDescription {
  @ApiProperty({ example: 'blur' })
  name!: string;

  /** How it is written, with the range of its argument. */
  @ApiProperty({ example: 'blur:1…2000' })
  syntax!: string;

  @ApiProperty({ example: 'Gaussian blur' })
  description!: string;

  @ApiProperty({ example: true })
  available!: boolean;
}

/** The language that transformations are written in. */
export class TransformationLanguage {
  /** In canonical order. */
  @ApiProperty({ type: () => TransformationParameter, isArray: true })
  parameters!: readonly TransformationParameter[];

  @ApiProperty({ type: () => TransformationEffect, isArray: true })
  effects!: readonly TransformationEffect[];

  /** Whether everybody gets named transformations alone (`ALLOWED_TRANSFORMATIONS`). */
  @ApiProperty({ example: false })
  onlyNames!: boolean;
}
