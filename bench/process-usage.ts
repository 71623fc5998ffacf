import { readFile, writeFile } from 'node:fs/promises';

/** Clock ticks a second in /proc; fixed by the kernel's ABI. */
const TICKS_PER_SECOND = 100;
const KIB = 1024;

/** What a process has used of the machine, from Linux' /proc (see proc(5)). */
export class ProcessUsage {
  private readonly pid: number;

  constructor(pid: number) {
    this.pid = pid;
  }

  /** Resident memory now, bytes. */
  resident(): Promise<number> {
    return this.status('VmRSS');
  }

  /** The most resident memory since the start, or since `forgetPeak`, bytes. */
  peak(): Promise<number> {
    return this.status('VmHWM');
  }

  /** Starts the peak anew from what is resident now. */
  async forgetPeak(): Promise<void> {
    await writeFile(`/proc/${this.pid}/clear_refs`, '5');
  }

  /** CPU time of all its threads, user and system, seconds. */
  cpuSeconds(): Promise<number> {
    return this.cpu(11);
  }

  /** CPU time of the processes it started that have ended, seconds. */
  childCpuSeconds(): Promise<number> {
    return this.cpu(13);
  }

  private async cpu(field: 11 | 13): Promise<number> {
    const stat = await readFile(`/proc/${this.pid}/stat`, 'utf8');
    // The second field is the command in parentheses; utime and stime are fields 14 and 15, those of children 16 and 17.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[field]) + Number(fields[field + 1])) / TICKS_PER_SECOND;
  }

  private async status(field: string): Promise<number> {
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8');
    const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    if (kib === undefined) throw new Error(`No ${field} in /proc/${this.pid}/status`);
    return Number(kib) * KIB;
  }
}
