import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

/** Has a route with a JSON body, or none, take `Idempotency-Key`, and says so in the document. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(UseInterceptors(IdempotencyInterceptor), TakesIdempotencyKey());
}

/** Says in the document that a route takes `Idempotency-Key`. */
export function TakesIdempotencyKey(): MethodDecorator {
  return applyDecorators(
    ApiExtension('x-idempotent', true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Chosen by the client, best a UUID. For a day, the same request with the same key is not done again but answered ' +
        'as the first time, with `Idempotency-Replayed: true`.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
}
