import type { OpenAPIObject } from '@nestjs/swagger';

interface Parameter {
  readonly required?: boolean;
  readonly schema?: { example?: unknown; examples?: unknown[] };
}

/**
 * Lists the examples of optional parameters as their schemas' `examples`. What stands as an `example`, Swagger UI fills
 * in: a request would be narrowed by parameters that nobody has asked for.
 */
export function listOptionalExamples(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item as Record<string, { parameters?: Parameter[] }>)) {
      for (const { required, schema } of operation.parameters ?? []) {
        if (required === true || schema?.example === undefined) continue;
        schema.examples = [schema.example];
        delete schema.example;
      }
    }
  }
  return document;
}
