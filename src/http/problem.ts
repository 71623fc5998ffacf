import { HttpException } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DomainError } from '../errors/domain-error.js';
import { ERROR_CATALOGUE, type ErrorCode } from '../errors/error-catalogue.js';
import { isDatabaseAway, isStorageFull } from '../errors/system-failures.js';

/** One wrong parameter or field of a request. */
export class ProblemViolation {
  /** The transformation or query parameter that is wrong. */
  @ApiPropertyOptional({ example: 'w' })
  parameter?: string;

  /** The body or form field that is wrong. */
  @ApiPropertyOptional({ example: 'folder' })
  field?: string;

  /** What was given. */
  @ApiPropertyOptional({ example: 'abc' })
  value?: string;

  /** What is allowed. */
  @ApiProperty({ example: 'a whole number of pixels from 1 to 8192, or a share between 0 and 1' })
  message!: string;
}

/** Every error answer: an RFC 9457 problem. */
export class Problem {
  /** Stable name of the kind of problem, a URI path. */
  @ApiProperty({ example: '/problems/invalid-transformation' })
  type!: string;

  /** The same for every problem of this type. */
  @ApiProperty({ example: 'The transformation is not valid' })
  title!: string;

  /** The HTTP status. */
  @ApiProperty({ example: 400 })
  status!: number;

  /** What happened this time, in a sentence. */
  @ApiProperty({
    example: 'w_abc: a whole number of pixels from 1 to 8192, or a share between 0 and 1.',
  })
  detail!: string;

  /** The path that was asked for. */
  @ApiProperty({ example: '/t/w_abc/photos/a.jpg' })
  instance!: string;

  /** The request's id, also in the `X-Request-Id` header and in the log. */
  @ApiProperty({ example: 'f3c8a2de-6c1e-4c5b-9b5d-0d4bd0a3a1e7' })
  requestId!: string;

  /** Everything that is wrong, where that is more than one sentence can say. */
  @ApiPropertyOptional({ type: () => ProblemViolation, isArray: true })
  errors?: ProblemViolation[];
}

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'request-timeout',
  409: 'conflict',
  413: 'too-large',
  415: 'unsupported-media-type',
  416: 'range-not-satisfiable',
  422: 'unprocessable-asset',
  429: 'too-many-requests',
  431: 'request-headers-too-large',
  503: 'unavailable',
};

/**
 * Turns whatever was thrown into an error of the catalogue. Only a `DomainError` speaks for itself; the words of
 * a framework or a library never reach a client.
 */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const status = statusOf(error);
  const code = status === undefined ? undefined : CODE_OF_STATUS[status];
  if (code !== undefined)
    return new DomainError(code, `${ERROR_CATALOGUE[code].title}.`, { cause: error });
  if (isStorageFull(error)) {
    return new DomainError('insufficient-storage', 'There is no room left to store this.', {
      cause: error,
    });
  }
  if (isDatabaseAway(error)) {
    return new DomainError('unavailable', 'The database cannot be used just now.', {
      cause: error,
      retryAfterSeconds: 5,
    });
  }
  return new DomainError('internal-error', 'Something went wrong on our side.', { cause: error });
}

/** The body of the answer to `error`. */
export function toProblem(error: DomainError, instance: string, requestId: string): Problem {
  const { status, title } = ERROR_CATALOGUE[error.code];
  return {
    type: `/problems/${error.code}`,
    title,
    status,
    detail: error.message,
    instance,
    requestId,
    ...(error.violations && { errors: [...error.violations] }),
  };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  // Express and its parsers throw http-errors, whose status is the client's fault when it is 4xx.
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
    return error.status < 500 ? error.status : undefined;
  }
  return undefined;
}
