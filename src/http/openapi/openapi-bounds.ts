import type { OpenAPIObject } from '@nestjs/swagger';
import { parametersOf } from './openapi-operations.js';

/** What Node reads of a request's line and headers, bytes: no parameter can be longer. */
const HEAD_BYTES = 16_384;
const INT32_MAX = 2 ** 31 - 1;

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  enum?: unknown;
  const?: unknown;
  items?: Schema;
}

/**
 * Says the bounds that hold for every number and every parameter, where the route does not say narrower ones: whole
 * numbers count something, so they are not below zero, and JSON carries them exactly up to 2^53 − 1.
 */
export function boundDocument(document: OpenAPIObject): OpenAPIObject {
  for (const { schema } of parametersOf(document)) boundText(schema);
  visit(document);
  return document;
}

function boundText(schema: Schema | undefined): void {
  if (schema === undefined) return;
  boundText(schema.items);
  if (!isOf(schema, 'string') || schema.enum !== undefined || schema.const !== undefined) return;
  schema.maxLength ??= HEAD_BYTES;
}

/** Every schema of the document, wherever it lies. */
function visit(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (isOf(value, 'integer')) boundNumber(value);
  for (const [name, child] of Object.entries(value)) {
    // What stands in an example is no schema.
    if (name !== 'example' && name !== 'examples') visit(child);
  }
}

function boundNumber(schema: Schema): void {
  schema.minimum ??= 0;
  schema.maximum ??= Number.MAX_SAFE_INTEGER;
  schema.format ??= schema.maximum <= INT32_MAX ? 'int32' : 'int64';
}

function isOf(value: object, type: string): value is Schema {
  return 'type' in value && [value.type].flat().includes(type);
}
