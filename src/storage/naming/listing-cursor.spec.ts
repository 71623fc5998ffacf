import { describe, expect, it } from 'vitest';
import { DomainError } from '../../errors/domain-error.js';
import { LONGEST_CURSOR, readCursor, writeCursor, type Place } from './listing-cursor.js';

const QUESTION = ['files', 'photos', undefined, 'image', 'name'];
const PLACE: Place = { kind: 'file', name: 'a.png', value: 'a.png' };

/** A cursor of this listing whose place somebody has made up. */
function forged(...place: readonly unknown[]): string {
  const genuine = Buffer.from(writeCursor(PLACE, QUESTION), 'base64url').toString();
  const [digest] = JSON.parse(genuine) as readonly unknown[];
  return Buffer.from(JSON.stringify([digest, ...place])).toString('base64url');
}

describe('a cursor', () => {
  it('names its place in the listing it is of', () => {
    expect(readCursor(writeCursor(PLACE, QUESTION), QUESTION)).toEqual(PLACE);
    const folder: Place = { kind: 'folder', name: 'sub' };
    expect(readCursor(writeCursor(folder, QUESTION), QUESTION)).toEqual(folder);
    const sized: Place = { ...PLACE, value: 7 };
    expect(readCursor(writeCursor(sized, QUESTION), QUESTION, 'number')).toEqual(sized);
  });

  it('is refused by every other listing, by its name', () => {
    const cursor = writeCursor(PLACE, QUESTION);
    for (const [part] of QUESTION.entries()) {
      for (const other of ['other', '', undefined]) {
        const question = QUESTION.with(part, other);
        if (question[part] === QUESTION[part]) continue;
        const read = () => readCursor(cursor, question);
        expect(read).toThrow(DomainError);
        expect(read).toThrow(
          expect.objectContaining({
            violations: [
              { parameter: 'cursor', message: expect.stringContaining('sort') as string },
            ],
          }),
        );
      }
    }
  });

  it.each([
    ['f', 'a.png', 5],
    ['f', 'a.png', 'a\0.png'],
    ['f', 'a\0.png', 'a.png'],
    ['f', 'a.png', '\ud800'],
    ['f', 'a.png', ['a.png']],
    ['f', 'a.png'],
    ['f', 'a.png', 'a.png', 'a.png'],
    ['d', 'a\0'],
    ['d', 5],
    ['d', 'a', 'b'],
    ['x', 'a'],
    [],
  ])('is refused with a place that cannot be: %j', (...place: readonly unknown[]) => {
    expect(() => readCursor(forged(...place), QUESTION)).toThrow(DomainError);
  });

  it.each([1.5, 1e300, '5', null])('is refused among numbers with %j', (value) => {
    expect(() => readCursor(forged('f', 'a.png', value), QUESTION, 'number')).toThrow(DomainError);
  });

  it.each(['', '!!!', 'bm9uZQ', Buffer.from('{}').toString('base64url')])(
    'is refused when it is none: %j',
    (text) => {
      expect(() => readCursor(text, QUESTION)).toThrow(DomainError);
    },
  );

  it('is short enough to be sent back, however long the names', () => {
    const place: Place = { kind: 'file', name: '"'.repeat(1024), value: '"'.repeat(255) };
    const cursor = writeCursor(place, QUESTION);
    expect(cursor.length).toBeLessThanOrEqual(LONGEST_CURSOR);
    expect(readCursor(cursor, QUESTION)).toEqual(place);
  });
});
