import type { OpenAPIObject } from '@nestjs/swagger';
import { expect, it } from 'vitest';
import type { ErrorCode } from '../../errors/error-catalogue.js';
import { describeProblem } from '../problems.decorator.js';
import { completeDocument } from './openapi-completion.js';

const answers = (...codes: readonly ErrorCode[]) => ({
  responses: { 404: describeProblem(codes) },
});

it('says of each route that writes that there may be no room, and of no other', () => {
  const document: OpenAPIObject = {
    openapi: '3.1.0',
    info: { title: 'Openinary', version: '1' },
    paths: {
      '/storage/folders': { get: { responses: {} }, post: { responses: {} } },
      '/storage/{path}': { patch: answers('unknown-asset'), delete: answers('unknown-asset') },
      '/t/{path}': { get: answers('not-found', 'unknown-asset') },
      '/audit': { get: answers('not-found') },
      '/backups': { post: { responses: { 507: describeProblem(['insufficient-storage']) } } },
    },
  };
  const { paths } = completeDocument(document, new Map());
  const writing = Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'delete'] as const)
      .filter((method) => item[method]?.responses[507] !== undefined)
      .map((method) => `${method} ${path}`),
  );
  expect(writing).toEqual([
    'post /storage/folders',
    'patch /storage/{path}',
    'delete /storage/{path}',
    'get /t/{path}',
    'post /backups',
  ]);
  expect(JSON.stringify(paths)).toContain('/problems/insufficient-storage');
});
