import { MAX_LIST_LENGTH } from '../limits.js';
import { Refusal, WRONG } from '../parameters/parameter.js';

/** Items joined by dots, in the order given; the first refused one refuses the list. */
export function readList<T extends object | string>(
  raw: string,
  readItem: (text: string) => T | Refusal,
): readonly T[] | Refusal {
  const texts = raw.split('.', MAX_LIST_LENGTH + 1);
  if (texts.length > MAX_LIST_LENGTH) {
    return new Refusal('wrong', `at most ${MAX_LIST_LENGTH} can be joined`);
  }
  const items: T[] = [];
  for (const text of texts) {
    const item = readItem(text);
    if (item instanceof Refusal) return item;
    items.push(item);
  }
  return items;
}

/** A reader of fixed words, each standing for a value; a reserved word is known and not offered. */
export function wordReader<T extends string>(
  words: ReadonlyMap<string, T>,
  reserved: ReadonlySet<string> = new Set(),
): (raw: string) => T | Refusal {
  return (raw) => words.get(raw) ?? (reserved.has(raw) ? new Refusal('unavailable') : WRONG);
}

/** A map in which every word stands for itself, and every alias for the word it names. */
export function wordsOf<T extends string>(
  words: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): ReadonlyMap<string, T> {
  return new Map<string, T>([
    ...words.map((word): [string, T] => [word, word]),
    ...Object.entries(aliases),
  ]);
}

/** Words as a sentence lists them. */
export function inWords(words: Iterable<string>): string {
  return [...words].map((word) => `\`${word}\``).join(', ');
}
