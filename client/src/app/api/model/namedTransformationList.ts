import type { NamedTransformationDto } from './namedTransformationDto.ts';

export interface NamedTransformationList {
  /** @maxItems 1000 */
  transformations: NamedTransformationDto[];
}
