import { availableParallelism } from 'node:os';
import { availableMemory } from '../../process/available-memory.js';
import { findProgram } from '../../process/installed-program.js';
import { missingProgram } from './video-errors.js';

const GIB = 1024 ** 3;
// Polite to the requests that the same machine answers.
const NICENESS = '10';

/** What one run of a program may use. */
export interface ProgramBounds {
  /** Private memory, bytes. */
  readonly memoryBytes: number;
  /** Largest file it may write, bytes. */
  readonly fileBytes: number;
}

/** A program with the words that put it under its bounds: the first is what is spawned, the rest goes before its own arguments. */
export type BoundedProgram = readonly [command: string, ...before: string[]];

/**
 * A program under bounds: it dies with this process, gives way to it, and has limits of memory and file size,
 * as far as the system has the tools for it. Each tool becomes the next, so that one process id is all there is.
 * @throws {DomainError} `unavailable` when the program is not installed.
 */
export async function boundedProgram(
  name: 'ffmpeg' | 'ffprobe',
  { memoryBytes, fileBytes }: ProgramBounds,
): Promise<BoundedProgram> {
  const [program, setpriv, nice, prlimit] = await Promise.all(
    [name, 'setpriv', 'nice', 'prlimit'].map(findProgram),
  );
  if (program === undefined) throw missingProgram(name);
  const words = [
    ...(setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--']),
    ...(nice === undefined ? [] : [nice, '-n', NICENESS]),
    ...(prlimit === undefined
      ? []
      : [prlimit, '--core=0', `--data=${memoryBytes}`, `--fsize=${fileBytes}`]),
    program,
  ];
  const [command = program, ...before] = words;
  return [command, ...before];
}

/** CPUs and memory this process may use, cgroups included. */
export interface Machine {
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** The machine we run on. */
export function thisMachine(): Machine {
  return { cpus: availableParallelism(), memoryBytes: availableMemory() };
}

/** How much work is done at once, and what each run may use. */
export interface Sizing {
  readonly concurrency: number;
  readonly threads: number;
  readonly memoryBytes: number;
}

// Beyond this, an encoder's threads wait for each other more than they work.
const MOST_THREADS = 4;
// A 1080p H.264 encode with four threads peaks near 500 MB; a 4K one near 1.5 GB.
const MEMORY_PER_RUN = 1 * GIB;
const LARGEST_RUN = 8 * GIB;

/**
 * Fits the work to the machine.
 * @param wanted what the operator set; 0 leaves it to the machine.
 */
export function sizingOf(
  { cpus, memoryBytes }: Machine,
  wanted: { readonly concurrency: number; readonly threads: number },
): Sizing {
  const threads = wanted.threads || Math.min(cpus, MOST_THREADS);
  const byCpu = Math.max(1, Math.floor(cpus / threads));
  const byMemory = Math.max(1, Math.floor((memoryBytes * 0.75) / MEMORY_PER_RUN));
  const concurrency = wanted.concurrency || Math.min(byCpu, byMemory);
  const share = (memoryBytes * 0.75) / concurrency;
  return {
    concurrency,
    threads,
    memoryBytes: Math.round(Math.min(LARGEST_RUN, Math.max(MEMORY_PER_RUN / 2, share))),
  };
}
