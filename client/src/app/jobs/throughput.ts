import type { QueueJob } from '../api/model/queueJob';

/** What was finished in a span of time. */
export interface Bucket {
  /** ms since 1970. */
  readonly start: number;
  readonly count: number;
  /** Mean seconds from a job's making to its start; undefined where none was finished. */
  readonly wait: number | undefined;
}

/** Sorts finished jobs into `size` equal spans that end at `now` (ms). */
export function bucketsOf(
  jobs: readonly QueueJob[],
  { now, span, size }: { readonly now: number; readonly span: number; readonly size: number },
): readonly Bucket[] {
  const length = span / size;
  const from = now - span;
  return Array.from({ length: size }, (_, index) => {
    const start = from + index * length;
    const inside = jobs.filter(({ completedAt }) => {
      const time = Date.parse(completedAt ?? '');
      return time >= start && time < start + length;
    });
    const waits = inside.flatMap(({ createdAt, startedAt }) =>
      startedAt === undefined
        ? []
        : [Math.max(0, (Date.parse(startedAt) - Date.parse(createdAt)) / 1000)],
    );
    const wait =
      waits.length === 0 ? undefined : waits.reduce((sum, one) => sum + one, 0) / waits.length;
    return { start, count: inside.length, wait };
  });
}
