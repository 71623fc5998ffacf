import { DomainError } from '../../errors/domain-error.js';

/** Levels of objects and lists; what a route takes has few. */
const DEEPEST = 64;

/**
 * A value as JSON, the members of its objects in the order of their names: values that say the same are the same text.
 * @throws {DomainError} `invalid-request` when it is nested so deeply that no route takes it.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth === DEEPEST)
    throw new DomainError(
      'invalid-request',
      `The body is nested more than ${DEEPEST} levels deep.`,
    );
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => canonicalJson(item, depth + 1));
    return `[${items.join(',')}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member, depth + 1)}`);
  return `{${members.join(',')}}`;
}
