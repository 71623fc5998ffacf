import { readFile } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';

/** What a process has in memory now, bytes. */
export async function residentBytes({ pid }: Pick<ChildProcess, 'pid'>): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
