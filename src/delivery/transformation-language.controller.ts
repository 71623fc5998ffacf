import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/access.decorators.js';
import { Environment } from '../config/environment.js';
import { describeEffects, describeParameters } from '../transform/language/parameters/describe.js';
import { TransformationLanguage } from './transformation-language.dto.js';

/** Tells forms and tools what a transformation can say here. */
@ApiTags('Delivery')
@Public()
@Controller('transformations')
export class TransformationLanguageController {
  private readonly language: TransformationLanguage;

  constructor({ ALLOWED_TRANSFORMATIONS, MAX_OUTPUT_DIMENSION, MAX_OUTPUT_PIXELS }: Environment) {
    const limits = { maxOutputDimension: MAX_OUTPUT_DIMENSION, maxOutputPixels: MAX_OUTPUT_PIXELS };
    this.language = {
      parameters: describeParameters(limits),
      effects: describeEffects(),
      onlyNames: ALLOWED_TRANSFORMATIONS === 'named',
    };
  }

  /** Every parameter and effect, with the ranges that are configured. */
  @Get('language')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({ summary: 'Describe the parameters of transformations' })
  @ApiOkResponse({ type: TransformationLanguage })
  describeTransformations(): TransformationLanguage {
    return this.language;
  }
}
