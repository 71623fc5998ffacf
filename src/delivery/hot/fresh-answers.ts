import { LRUCache } from 'lru-cache';

const REMEMBERED_ANSWERS = 10_000;
/** How long an answer is given without looking at the store again, which other programs may write to; ms. */
const FRESH_FOR = 1_000;

interface Entry<T> {
  readonly answer: T;
  readonly assetPath: string;
  readonly freshUntil: number;
}

/** Answers by what tells requests apart, for a second each; those of an asset are forgotten when it changes. */
export class FreshAnswers<T extends object> {
  private readonly keysOf = new Map<string, Set<string>>();
  private readonly entries = new LRUCache<string, Entry<T>>({
    max: REMEMBERED_ANSWERS,
    dispose: ({ assetPath }, key, reason) => {
      if (reason === 'set') return;
      const keys = this.keysOf.get(assetPath);
      keys?.delete(key);
      if (keys?.size === 0) this.keysOf.delete(assetPath);
    },
  });

  /** The answer, while it is fresh. */
  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && performance.now() < entry.freshUntil ? entry.answer : undefined;
  }

  /** Remembers an answer that was made from an asset; one key is always of the same asset. */
  set(key: string, assetPath: string, answer: T): void {
    this.entries.set(key, { answer, assetPath, freshUntil: performance.now() + FRESH_FOR });
    const keys = this.keysOf.get(assetPath);
    if (keys === undefined) this.keysOf.set(assetPath, new Set([key]));
    else keys.add(key);
  }

  /** Forgets one answer. */
  delete(key: string): void {
    this.entries.delete(key);
  }

  /** Forgets all answers that were made from an asset. */
  forget(assetPath: string): void {
    for (const key of this.keysOf.get(assetPath) ?? []) this.entries.delete(key);
  }

  /** Forgets all answers. */
  clear(): void {
    this.entries.clear();
  }
}
