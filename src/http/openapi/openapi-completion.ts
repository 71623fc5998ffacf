import type { OpenAPIObject } from '@nestjs/swagger';
import type { ErrorCode } from '../../errors/error-catalogue.js';
import { ERROR_CATALOGUE } from '../../errors/error-catalogue.js';
import { describeProblem } from '../problems.decorator.js';
import type { RouteAccess } from '../route-access.js';
import { operationsOf, type Operation } from './openapi-operations.js';

const UPLOAD_SIGNATURE = { uploadSignature: [] };
const CREDENTIALS = [{ apiKey: [] }, { apiKeyHeader: [] }, { session: [] }];
/** What any protected route can answer, and what any route can. */
const PROTECTED_CODES: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'too-many-requests'];
/** What a protected route can answer that answers JSON. */
const JSON_CODES: readonly ErrorCode[] = ['not-acceptable'];
/** What a route can answer that takes an `Idempotency-Key`. */
const IDEMPOTENCY_CODES: readonly ErrorCode[] = ['request-in-progress', 'idempotency-key-reused'];
/** What a route can answer that takes a JSON body. */
const BODY_CODES: readonly ErrorCode[] = ['too-large', 'unsupported-media-type'];
/** What a route can answer that writes: store or database are away, or have no room. */
const WRITE_CODES: readonly ErrorCode[] = ['unavailable', 'insufficient-storage'];
const READING_METHODS: readonly string[] = ['get', 'head', 'options'];
const GENERAL_CODES: readonly ErrorCode[] = ['invalid-request', 'internal-error'];

/**
 * Says in the document what holds for whole classes of routes: their security, the scopes they need and the problems
 * that the guard and the filter can answer before a handler is reached.
 */
export function completeDocument(
  document: OpenAPIObject,
  access: ReadonlyMap<string, RouteAccess>,
): OpenAPIObject {
  for (const [method, operation] of operationsOf(document)) {
    completeOperation(method, operation, access.get(operation.operationId ?? '') ?? []);
  }
  return document;
}

function completeOperation(method: string, operation: Operation, access: RouteAccess): void {
  const isPublic = access === 'public';
  const signable = 'x-upload-signature' in operation;
  operation.security = isPublic ? [] : signable ? [...CREDENTIALS, UPLOAD_SIGNATURE] : CREDENTIALS;
  if (!isPublic && access.length > 0) {
    Object.assign(operation, { 'x-required-scopes': access });
  }
  if ('x-idempotent' in operation) addProblems(operation, IDEMPOTENCY_CODES);
  const codes = [
    ...(isPublic ? [] : PROTECTED_CODES),
    ...(!isPublic && answersJson(operation) ? JSON_CODES : []),
    ...(takesJson(operation) ? BODY_CODES : []),
    ...(writes(method, operation) ? WRITE_CODES : []),
    ...GENERAL_CODES,
  ];
  for (const code of codes) {
    const { status } = ERROR_CATALOGUE[code];
    if (operation.responses[status] !== undefined) continue;
    operation.responses[status] = describeProblem([code]);
  }
}

/** Who asks for an asset writes, too: what is made of it, and what is noted of one that came by hand. */
function writes(method: string, { responses }: Operation): boolean {
  return (
    !READING_METHODS.includes(method) ||
    Object.values(responses).some((response) => namedProblems(response).includes('unknown-asset'))
  );
}

function takesJson({ requestBody }: Operation): boolean {
  return (
    requestBody !== undefined &&
    'content' in requestBody &&
    'application/json' in requestBody.content
  );
}

function answersJson({ responses }: Operation): boolean {
  return Object.entries(responses).some(
    ([status, response]) =>
      status.startsWith('2') &&
      response !== undefined &&
      'content' in response &&
      'application/json' in response.content,
  );
}

/** Adds problems to those the route itself names of the same status. */
function addProblems(operation: Operation, codes: readonly ErrorCode[]): void {
  for (const code of codes) {
    const { status } = ERROR_CATALOGUE[code];
    const named = namedProblems(operation.responses[status]);
    operation.responses[status] = describeProblem([...named, code]);
  }
}

/** The codes whose examples a documented answer shows. */
function namedProblems(response: Operation['responses'][string] | undefined): readonly ErrorCode[] {
  if (response === undefined || !('content' in response)) return [];
  const names = Object.keys(response.content['application/problem+json']?.examples ?? {});
  return names.filter((name): name is ErrorCode => name in ERROR_CATALOGUE);
}
