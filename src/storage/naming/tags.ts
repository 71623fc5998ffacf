import { DomainError } from '../../errors/domain-error.js';

/** Tags of one asset. */
export const MOST_TAGS = 50;
/** Characters of one tag. */
export const LONGEST_TAG = 100;
const CONTROL = /[\p{Cc}\p{Cs}]/u;

/**
 * Tags as they are stored: trimmed, NFC, each once, in the order they came.
 * @throws {DomainError} `invalid-request`, naming what is wrong.
 */
export function readTags(given: readonly string[]): readonly string[] {
  const tags = [...new Set(given.map((tag) => tag.trim().normalize('NFC')))].filter(
    (tag) => tag !== '',
  );
  if (tags.length > MOST_TAGS) throw invalid(`at most ${MOST_TAGS}`);
  const wrong = tags.find((tag) => tag.length > LONGEST_TAG || CONTROL.test(tag));
  if (wrong !== undefined)
    throw invalid(`up to ${LONGEST_TAG} characters each, none of them a control character`, wrong);
  return tags;
}

function invalid(message: string, value?: string): DomainError {
  return new DomainError('invalid-request', `tags: ${message}.`, {
    violations: [
      { field: 'tags', ...(value !== undefined && { value: value.slice(0, 100) }), message },
    ],
  });
}
