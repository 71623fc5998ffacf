import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Has the system refuse what a process of ours writes beyond so many bytes of any file, as a failing disk does, or lifts
 * that again. Unlike mounting and making files immutable, it is permitted to everybody.
 */
export async function limitWrites(pid: number, bytes: number | 'unlimited'): Promise<void> {
  await execute('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}
