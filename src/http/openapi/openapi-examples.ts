import type { OpenAPIObject } from '@nestjs/swagger';
import { parametersOf } from './openapi-operations.js';

/**
 * Lists the examples of optional parameters as their schemas' `examples`. What stands as an `example`, Swagger UI fills
 * in: a request would be narrowed by parameters that nobody has asked for.
 */
export function listOptionalExamples(document: OpenAPIObject): OpenAPIObject {
  for (const { required, schema } of parametersOf(document)) {
    if (required === true || schema === undefined || '$ref' in schema) continue;
    if (schema.example === undefined) continue;
    schema.examples = [schema.example];
    delete schema.example;
  }
  return document;
}
