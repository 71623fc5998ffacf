import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { DomainError, type Violation } from '../errors/domain-error.js';

/** Checks bodies and queries against their DTO; unknown fields are refused, each wrong one is named. */
export function createValidationPipe(): ValidationPipe {
  return new RequestValidation({
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

/** Takes a query that says nothing for its DTO's defaults once it has been found to be valid: so are most. */
class RequestValidation extends ValidationPipe {
  private readonly optional = new WeakSet<object>();

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (type !== 'query' || metatype === undefined || !isEmpty(value))
      return super.transform(value, metadata) as Promise<unknown>;
    if (this.optional.has(metatype)) return new metatype() as unknown;
    const checked: unknown = await super.transform(value, metadata);
    this.optional.add(metatype);
    return checked;
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
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
