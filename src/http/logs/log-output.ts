import { destination, type DestinationStream } from 'pino';

/** The longest a line waits, ms. */
const GATHERED_FOR = 20;
/** Bytes, about: what is gathered beyond this goes out at once. */
const GATHERED_AT_MOST = 64 * 1024;
/** Bytes, about, that wait while nothing can be written; what comes then is lost. */
const MOST_WAITING = 1024 * 1024;

/**
 * Standard output, for log lines. Those of a moment go out together: under load, a system call for each line costs
 * a fifth of the CPU of a cached answer. What waits is written before the process ends.
 *
 * A log that cannot be written, because its disk is full, takes lines with it and not the service.
 */
class LogOutput implements DestinationStream {
  private readonly output = destination({
    dest: 1,
    sync: false,
    minLength: 0,
    maxLength: MOST_WAITING,
  });
  private isFailing = false;
  private gathered = '';
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.output.on('error', () => {
      this.isFailing = true;
    });
    this.output.on('write', () => {
      this.isFailing = false;
    });
    // Ahead of pino's own, which tries for ever to write what waits, so that the process would never end.
    process.prependOnceListener('exit', () => {
      this.flush();
      if (this.isFailing) this.output.destroy();
      else this.output.flushSync();
    });
  }

  /** Takes one line, with its line end. */
  write(line: string): void {
    this.gathered += line;
    if (this.gathered.length >= GATHERED_AT_MOST) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHERED_FOR).unref();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.gathered === '') return;
    this.output.write(this.gathered);
    this.gathered = '';
  }
}

/** That of this process. */
export const LOG_OUTPUT = new LogOutput();
