import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { IfGiven } from '../../http/if-given.decorator.js';

/** Marks the property of a query that holds a text to search for. */
export function SearchText(example: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ example }),
    IfGiven(),
    IsString(),
    MaxLength(200),
    Matches(/^\P{Cc}*$/u, { message: 'search takes no control characters' }),
  );
}

/** The text as it is looked for; undefined when it is blank, which finds everything. */
export function readSearch(text: string | undefined): string | undefined {
  const search = text?.trim().normalize('NFC').toLowerCase();
  return search === '' ? undefined : search;
}
