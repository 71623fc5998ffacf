import { applyDecorators } from '@nestjs/common';
import { ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ERROR_CATALOGUE, type ErrorCode } from '../errors/error-catalogue.js';
import { Problem } from './problem.js';

/** Documents the ways a route can fail, beside those every route of its kind has (401, 403, 429). */
export function Problems(...codes: readonly ErrorCode[]): MethodDecorator & ClassDecorator {
  const byStatus = Map.groupBy(codes, (code) => ERROR_CATALOGUE[code].status);
  return applyDecorators(
    ...[...byStatus].map(([status, group]) => ApiResponse({ status, ...describeProblem(group) })),
  );
}

/** The documented answer to failures that share a status, with an example of each. */
export function describeProblem(codes: readonly ErrorCode[]) {
  const mayRetry = codes.some((code) => [429, 503].includes(ERROR_CATALOGUE[code].status));
  return {
    description: codes.map((code) => `${ERROR_CATALOGUE[code].title} (\`${code}\`).`).join(' '),
    ...(mayRetry && {
      headers: {
        'Retry-After': {
          description: 'Seconds after which to ask again.',
          schema: { type: 'integer' as const },
        },
      },
    }),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(Problem) },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  };
}

function exampleOf(code: ErrorCode) {
  const { status, title } = ERROR_CATALOGUE[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: `${title}.`,
    instance: '/',
    requestId: 'f3c8a2de-6c1e-4c5b-9b5d-0d4bd0a3a1e7',
  };
}
