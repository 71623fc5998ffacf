import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import ffmpeg from 'fluent-ffmpeg';
import type { BoundedProgram } from './bounded-program.js';
import type { Pass } from './plan.js';
import { failureOf, tookTooLong } from './video-errors.js';

/** Silent but for errors and, four times a second, how far it is. */
const WATCHED = [
  ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error'],
  ...['-progress', 'pipe:2', '-stats_period', '0.25'],
];

/** How a run is watched and ended. */
export interface RunOptions {
  readonly program: BoundedProgram;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Seconds of the result that are done. */
  readonly onTime?: (seconds: number) => void;
}

/** What a finished run says of itself. */
export interface RunReport {
  /** Pictures written. */
  readonly frames: number;
  /** Seconds of the result. */
  readonly seconds: number;
  /** Whether something in the source could not be read. */
  readonly complained: boolean;
}

type OnProcess = (child: ChildProcess, out: unknown, err: unknown) => void;
type OnEnd = (error: unknown, out: unknown, err: unknown) => void;
type Spawn = (
  this: ffmpeg.FfmpegCommand,
  words: readonly string[],
  options: object,
  onProcess: OnProcess,
  onEnd: OnEnd,
) => void;

/**
 * One run of ffmpeg. All that is known of fluent-ffmpeg is here.
 *
 * Its own progress is not used: asking for it makes it run ffprobe on the source without any of our bounds, and its
 * percentage is wrong for a cut. Nor is its timeout, which reports the end before the process has ended.
 */
export class FfmpegCommand {
  private readonly command: ffmpeg.FfmpegCommand;
  private child: ChildProcess | undefined;
  private refusal: Error | undefined;
  private frames = 0;
  private seconds = 0;
  private complained = false;

  constructor(
    pass: Pass,
    private readonly options: RunOptions,
  ) {
    const command = ffmpeg({ stdoutLines: 60 });
    command.setFfmpegPath(options.program[0]);
    for (const [index, input] of pass.inputs.entries()) {
      command.input(input.file);
      // One argument each: a list in one argument would be split at its spaces.
      command.inputOptions(...(index === 0 ? WATCHED : []), ...input.options);
    }
    command.output(pass.target);
    command.outputOptions(...pass.options);
    this.command = command;
    this.bindSpawn();
  }

  /**
   * Runs it to its end: when this settles, no process is left.
   * @throws the signal's reason when it was aborted, or a {@link DomainError}.
   */
  async run(): Promise<RunReport> {
    const { signal, timeoutMs } = this.options;
    signal.throwIfAborted();
    const timer = setTimeout(() => this.end(tookTooLong()), timeoutMs);
    const abort = () => this.end(asError(signal.reason));
    signal.addEventListener('abort', abort, { once: true });
    try {
      await this.finished();
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
    return { frames: this.frames, seconds: this.seconds, complained: this.complained };
  }

  private finished(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.command
        .on('stderr', (line: string) => this.read(line))
        .once('end', () => {
          if (this.refusal === undefined) resolve();
          else reject(this.refusal);
        })
        .once('error', (error: Error, _out: unknown, stderr: unknown) => {
          const tail = typeof stderr === 'string' && stderr !== '' ? stderr : error.message;
          const by = /killed with signal (SIG[A-Z0-9]+)/.exec(error.message)?.[1];
          reject(this.refusal ?? failureOf(tail, signalNamed(by)));
        })
        .run();
    });
  }

  private end(reason: Error): void {
    this.refusal ??= reason;
    const pid = this.child?.pid;
    if (pid === undefined) return;
    try {
      // The whole group, so that nothing it might have started is left.
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }

  private read(line: string): void {
    const [, key, value] = /^(frame|out_time_us)=\s*(-?\d+)\s*$/.exec(line) ?? [];
    if (key === 'frame') this.frames = Number(value);
    else if (key === 'out_time_us') this.report(Number(value) / 1_000_000);
    else if (!/^[a-z0-9_]+=/.test(line) && line.trim() !== '') this.complained = true;
  }

  private report(seconds: number): void {
    if (!(seconds >= 0)) return;
    this.seconds = seconds;
    this.options.onTime?.(seconds);
  }

  /** Puts the bounds before ffmpeg's own words, and the process in a group of its own. */
  private bindSpawn(): void {
    const original: unknown = Reflect.get(ffmpeg.prototype, '_spawnFfmpeg');
    if (typeof original !== 'function') throw new TypeError('fluent-ffmpeg has changed.');
    const spawn = original as Spawn;
    const { command } = this;
    const [, ...before] = this.options.program;
    const launch = (
      words: readonly string[],
      options: object,
      onProcess: OnProcess,
      onEnd: OnEnd,
    ) =>
      spawn.call(
        command,
        [...before, ...words],
        { ...options, detached: true },
        (child, out, err) => {
          this.child = child;
          onProcess(child, out, err);
          // Aborted while it was being prepared.
          if (this.refusal !== undefined) this.end(this.refusal);
        },
        onEnd,
      );
    Object.defineProperty(command, '_spawnFfmpeg', {
      // The library leaves the third argument out when it asks ffmpeg what it can do.
      value: (
        words: readonly string[],
        options: object,
        third: OnProcess & OnEnd,
        fourth?: OnEnd,
      ) =>
        fourth === undefined
          ? launch(words, options, () => undefined, third)
          : launch(words, options, third, fourth),
    });
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The render was given up.');
}

function signalNamed(name: string | undefined): NodeJS.Signals | undefined {
  return Object.keys(constants.signals).find((known): known is NodeJS.Signals => known === name);
}
