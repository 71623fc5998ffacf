import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '../api/model/problem';
import type { ProblemViolation } from '../api/model/problemViolation';

/** Everything a person needs to know of a request that failed. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    /** What kind of problem it is, in a few words. */
    readonly title: string,
    /** What happened this time, in a sentence. */
    readonly detail: string,
    /** The HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** The code of the kind of problem, such as `invalid-request`; empty when there was no answer. */
    readonly code: string,
    /** The request's id, for the log; empty when the server did not answer. */
    readonly requestId: string,
    /** Everything that was wrong with the request. */
    readonly violations: readonly ProblemViolation[] = [],
    /** Seconds after which it may be tried again. */
    readonly retryAfter?: number,
  ) {
    super(detail, {});
  }

  /** Whether the same request may succeed later: there was no answer, or the server was busy. */
  get isPassing(): boolean {
    return [0, 408, 425, 429, 502, 503, 504].includes(this.status);
  }
}

/** Reads any failure as a problem; what says nothing for itself gets words of ours. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (!(error instanceof HttpErrorResponse)) return unexpected();
  if (error.status === 0) return unreachable();
  const requestId = error.headers.get('X-Request-Id') ?? '';
  const retryAfter = Number(error.headers.get('Retry-After') ?? Number.NaN);
  const problem = parseProblem(error.error);
  return new ProblemError(
    problem?.title ?? $localize`The server could not answer`,
    problem?.detail ?? $localize`It answered with status ${error.status}:status:.`,
    error.status,
    problem?.type.replace('/problems/', '') ?? '',
    problem?.requestId ?? requestId,
    problem?.errors ?? [],
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}

function unreachable(): ProblemError {
  return new ProblemError(
    $localize`The server can’t be reached`,
    $localize`Check the connection, then try again.`,
    0,
    '',
    '',
  );
}

function unexpected(): ProblemError {
  return new ProblemError(
    $localize`Something went wrong`,
    $localize`The console met an error of its own. Reload the page.`,
    0,
    'console',
    '',
  );
}

/** A body that failed to parse, or came as text or bytes, is given as it arrived. */
function parseProblem(body: unknown): Problem | undefined {
  if (typeof body === 'string') {
    try {
      return parseProblem(JSON.parse(body));
    } catch {
      // Text that is no JSON is no problem document: a proxy's page, for example.
      return undefined;
    }
  }
  return isProblem(body) ? body : undefined;
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'title' in body &&
    typeof body.title === 'string' &&
    'detail' in body &&
    typeof body.detail === 'string' &&
    'type' in body &&
    typeof body.type === 'string'
  );
}
