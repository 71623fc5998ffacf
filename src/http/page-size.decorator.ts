import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** Entries on a page when nothing else is asked for, and at most. */
export const PAGE_SIZE = 50;
const LARGEST_PAGE_SIZE = 200;

/** Marks the property of a query that says how many entries to give at once; its initial value is `PAGE_SIZE`. */
export function PageSize(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description: 'How many entries to give at once.',
      type: 'integer',
      minimum: 1,
      maximum: LARGEST_PAGE_SIZE,
      default: PAGE_SIZE,
      example: PAGE_SIZE,
    }),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(LARGEST_PAGE_SIZE),
  );
}
