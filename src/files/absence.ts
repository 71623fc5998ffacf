import { stat } from 'node:fs/promises';

/** The outcome, or undefined when nothing lies there. */
export async function orUndefined<T>(outcome: Promise<T>): Promise<T | undefined> {
  try {
    return await outcome;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')) return undefined;
    throw error;
  }
}

/** Whether the operating system failed with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Whether anything lies at a path. */
export async function exists(path: string): Promise<boolean> {
  return (await orUndefined(stat(path))) !== undefined;
}
