import { DomainError } from '../../errors/domain-error.js';

/** Where an entry stands in a listing; it stays when other entries come and go, so it makes a cursor. */
export type Place =
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'file'; readonly value: string | number; readonly name: string };

/** The place as text that means nothing to clients. */
export function writeCursor(place: Place): string {
  const parts = place.kind === 'folder' ? ['d', place.name] : ['f', place.value, place.name];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * The place that a cursor names.
 * @throws {DomainError} `invalid-request`.
 */
export function readCursor(cursor: string): Place {
  const [kind, value, name] = parse(cursor);
  if (kind === 'd' && typeof value === 'string' && name === undefined)
    return { kind: 'folder', name: value };
  if (kind === 'f' && isValue(value) && typeof name === 'string')
    return { kind: 'file', value, name };
  const message = 'The cursor is none that a listing has given.';
  throw new DomainError('invalid-request', message, {
    violations: [{ parameter: 'cursor', message }],
  });
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) && parsed.length <= 3 ? parsed : [];
  } catch {
    return [];
  }
}

function isValue(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
