import { createHash } from 'node:crypto';
import { DomainError } from '../../errors/domain-error.js';

/** Where an entry stands in a listing; it stays when other entries come and go, so it makes a cursor. */
export type Place =
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'file'; readonly value: string | number; readonly name: string };

/** What a listing was asked for: places mean something only in the same one. */
export type Question = readonly (string | undefined)[];

/** The longest cursor a listing gives, in characters: two long names, each character escaped. */
export const LONGEST_CURSOR = 4096;
const DIGEST_LENGTH = 12;

/** The place as text that means nothing to clients. */
export function writeCursor(place: Place, question: Question): string {
  const parts = place.kind === 'folder' ? ['d', place.name] : ['f', place.name, place.value];
  return Buffer.from(JSON.stringify([digestOf(question), ...parts])).toString('base64url');
}

/**
 * The place that a cursor names.
 * @param values what the files of the listing are ordered by.
 * @throws {DomainError} `invalid-request`, also when the cursor is one of another listing.
 */
export function readCursor(
  cursor: string,
  question: Question,
  values: 'text' | 'number' = 'text',
): Place {
  const [digest, kind, name, value, ...others] = parse(cursor);
  const isValue: (text: unknown) => text is string | number = values === 'text' ? isText : isWhole;
  const isPlace = typeof digest === 'string' && isText(name) && others.length === 0;
  if (isPlace && digest !== digestOf(question))
    throw refusal(
      'The cursor is one of another listing: path, search, type and sort must be as they were.',
    );
  if (isPlace && kind === 'd' && value === undefined) return { kind: 'folder', name };
  if (isPlace && kind === 'f' && isValue(value)) return { kind: 'file', name, value };
  throw refusal('The cursor is none that a listing has given.');
}

/** The problem with a cursor. */
function refusal(message: string): DomainError {
  return new DomainError('invalid-request', message, {
    violations: [{ parameter: 'cursor', message }],
  });
}

function digestOf(question: Question): string {
  const text = JSON.stringify(question.map((part) => part ?? null));
  return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

/** No name holds a control character or half a surrogate pair, and a database may take none. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !/[\p{Cc}\p{Cs}]/u.test(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
