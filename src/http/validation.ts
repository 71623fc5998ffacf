import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError, type Violation } from '../errors/domain-error.js';

/** Checks bodies and queries against their DTO; unknown fields are refused, each wrong one is named. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => {
      const violations = errors.flatMap((error) => violationsOf(error, ''));
      const detail = violations.map(({ message }) => message).join('; ');
      return new DomainError('invalid-request', `${detail}.`, { violations });
    },
  });
}

function violationsOf(error: ValidationError, parent: string): readonly Violation[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const value: unknown = error.value;
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    field,
    ...(['string', 'number', 'boolean'].includes(typeof value) && {
      value: String(value).slice(0, 200),
    }),
    message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => violationsOf(child, field))];
}
