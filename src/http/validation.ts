import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { DomainError, type Violation } from '../errors/domain-error.js';

/** Checks bodies and queries against their DTO; unknown fields are refused, each wrong one is named. */
export function createValidationPipe(): ValidationPipe {
  return new RequestValidation({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => new InvalidValueError(errors),
  });
}

/** What the validator says of a value, before it is known whose it is. */
class InvalidValueError extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('A value breaks the rules of its class.');
  }
}

class RequestValidation extends ValidationPipe {
  private readonly optional = new WeakSet<object>();

  /** Takes a query that says nothing for its DTO's defaults once it has been found to be valid: so are most. */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (type !== 'query' || metatype === undefined || !isEmpty(value))
      return this.check(value, metadata);
    if (this.optional.has(metatype)) return new metatype() as unknown;
    const checked = await this.check(value, metadata);
    this.optional.add(metatype);
    return checked;
  }

  /** @throws {DomainError} `invalid-request`. */
  private async check(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof InvalidValueError)) throw error;
      const kind = metadata.type === 'body' ? 'field' : 'parameter';
      const violations = error.errors.flatMap((wrong) => violationsOf(wrong, kind, ''));
      const detail = violations.map(({ message }) => message).join('; ');
      throw new DomainError('invalid-request', `${detail}.`, { violations });
    }
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function violationsOf(
  error: ValidationError,
  kind: 'field' | 'parameter',
  parent: string,
): readonly Violation[] {
  const name = parent === '' ? error.property : `${parent}.${error.property}`;
  const value: unknown = error.value;
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    [kind]: name,
    ...(['string', 'number', 'boolean'].includes(typeof value) && {
      value: String(value).slice(0, 200),
    }),
    message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => violationsOf(child, kind, name))];
}
