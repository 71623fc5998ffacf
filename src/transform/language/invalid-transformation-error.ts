import { DomainError, type Violation } from '../../errors/domain-error.js';

const MOST_VIOLATIONS = 64;
const MOST_CHARACTERS = 64;

/** A transformation that cannot be done as it is written; one violation for every wrong parameter. */
export class InvalidTransformationError extends DomainError {
  constructor(violations: readonly Violation[]) {
    super('invalid-transformation', sentence('The transformation is not valid', violations), {
      violations: violations.slice(0, MOST_VIOLATIONS),
    });
  }
}

/** A transformation that is written correctly and asks for something this version does not offer. */
export class TransformationNotAvailableError extends DomainError {
  constructor(violations: readonly Violation[]) {
    super(
      'transformation-not-available',
      sentence('The transformation is not available', violations),
      {
        violations: violations.slice(0, MOST_VIOLATIONS),
      },
    );
  }
}

/** A violation whose key and value, which a client wrote, are cut to a length fit for an answer. */
export function violation(parameter: string, value: string, message: string): Violation {
  return { parameter: shortened(parameter), value: shortened(value), message };
}

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

function sentence(start: string, violations: readonly Violation[]): string {
  const keys = new Set(violations.slice(0, 8).map((entry) => entry.parameter ?? ''));
  keys.delete('');
  return keys.size === 0 ? `${start}.` : `${start}: see ${[...keys].join(', ')}.`;
}
