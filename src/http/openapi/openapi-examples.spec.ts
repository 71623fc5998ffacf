import type { OpenAPIObject } from '@nestjs/swagger';
import { expect, it } from 'vitest';
import { listOptionalExamples } from './openapi-examples.js';

it('leaves an example where Swagger UI fills it in only to parameters that are needed', () => {
  const document: OpenAPIObject = {
    openapi: '3.1.0',
    info: { title: 'Openinary', version: '1' },
    paths: {
      '/storage': {
        get: {
          responses: {},
          parameters: [
            { name: 'paths', in: 'query', required: true, schema: { example: 'photos' } },
            { name: 'search', in: 'query', required: false, schema: { example: 'harbour' } },
            { name: 'limit', in: 'query', schema: { default: 50 } },
          ],
        },
      },
    },
  };
  expect(listOptionalExamples(document).paths['/storage']?.get?.parameters).toMatchObject([
    { schema: { example: 'photos' } },
    { schema: { examples: ['harbour'] } },
    { schema: { default: 50 } },
  ]);
  expect(JSON.stringify(document)).not.toContain('"example":"harbour"');
});
