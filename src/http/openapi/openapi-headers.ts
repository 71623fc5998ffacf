import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './openapi-operations.js';

/** The headers of answers, described once. */
const HEADERS = {
  'Access-Control-Allow-Origin': {
    description:
      '`*` on delivery routes; elsewhere the asking origin, when `CORS_ORIGINS` lists it.',
    schema: { type: 'string', maxLength: 2048 },
    example: '*',
  },
  RateLimit: {
    description:
      'Requests left in the window and seconds until it ends (draft-ietf-httpapi-ratelimit-headers); also as `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset`.',
    schema: { type: 'string', maxLength: 256 },
    example: '"default";r=99;t=60',
  },
  'RateLimit-Policy': {
    description: 'Requests a window allows, and its length in seconds.',
    schema: { type: 'string', maxLength: 256 },
    example: '"default";q=100;w=60',
  },
} as const;

type HeaderName = keyof typeof HEADERS;
const CORS: readonly HeaderName[] = ['Access-Control-Allow-Origin'];
const LIMITS: readonly HeaderName[] = ['RateLimit', 'RateLimit-Policy'];

/** Names in the document the headers that every answer has, and those of every answer to a known actor. */
export function describeHeaders(document: OpenAPIObject): OpenAPIObject {
  document.components = { ...document.components, headers: { ...HEADERS } };
  for (const [, { security, responses }] of operationsOf(document)) {
    for (const [status, answer] of Object.entries(responses)) {
      if (answer === undefined || '$ref' in answer) continue;
      const known = security?.length !== 0 && status !== '401';
      answer.headers = { ...answer.headers, ...refer(known ? [...CORS, ...LIMITS] : CORS) };
    }
  }
  return document;
}

function refer(names: readonly HeaderName[]): Readonly<Record<string, { $ref: string }>> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
