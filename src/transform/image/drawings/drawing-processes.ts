import { fork, type ChildProcess } from 'node:child_process';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Environment } from '../../../config/environment.js';
import { DomainError } from '../../../errors/domain-error.js';
import type { ImageEngine, RenderedImage } from '../image-engine.js';
import { damagedImage, timedOut } from '../image-errors.js';
import { limitsOf, type DrawingAnswer, type DrawingTask } from './drawing-task.js';

const PROGRAM = new URL('./drawing.process.js', import.meta.url);
/** What its own heap may hold, MiB; pixels lie outside of it. */
const HEAP_MIB = 256;
/** A process that had nothing to draw for this long ends, ms. */
const IDLE_MS = 60_000;
/** A drawing that takes longer is given up, ms: others wait for the slot it has. */
const MOST_MS = 10_000;

/**
 * Renders drawings in processes of their own. What a drawing asks of its renderer cannot be told for sure, nor can the
 * renderer be stopped; a process can be killed, with all it holds, when the time is over or nobody waits any more.
 */
@Injectable()
export class DrawingProcesses implements OnApplicationShutdown {
  private readonly idle = new Map<ChildProcess, NodeJS.Timeout>();

  constructor(private readonly environment: Environment) {}

  /** @throws {DomainError} what the engine throws; `timed-out` also when nobody waits any more. */
  async render(
    ...[source, transformation, choice, signal]: Parameters<ImageEngine['render']>
  ): Promise<RenderedImage> {
    const most = Math.min(this.environment.TRANSFORM_TIMEOUT_MS, MOST_MS);
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(most)]);
    if (deadline.aborted) throw timedOut(deadline.reason);
    const child = this.take();
    const task = { limits: limitsOf(this.environment), source, transformation, choice };
    const answer = await answerOf(child, task, deadline).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
    this.keep(child);
    return imageOf(answer);
  }

  onApplicationShutdown(): void {
    for (const child of this.idle.keys()) this.end(child);
  }

  private take(): ChildProcess {
    for (const [child, timer] of this.idle) {
      this.idle.delete(child);
      clearTimeout(timer);
      if (child.connected) return child;
    }
    const child = fork(PROGRAM, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [`--max-old-space-size=${HEAP_MIB}`],
    });
    child.unref();
    child.channel?.unref();
    return child.once('exit', () => this.end(child)).on('error', () => this.end(child));
  }

  private keep(child: ChildProcess): void {
    this.idle.set(child, setTimeout(() => this.end(child), IDLE_MS).unref());
  }

  private end(child: ChildProcess): void {
    clearTimeout(this.idle.get(child));
    this.idle.delete(child);
    child.kill('SIGKILL');
  }
}

function answerOf(
  child: ChildProcess,
  task: DrawingTask,
  signal: AbortSignal,
): Promise<DrawingAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<DrawingAnswer>();
  const stop = () => reject(timedOut(signal.reason));
  // It has crashed, or was killed for the memory it took.
  const die = (cause: unknown) => reject(damagedImage(cause));
  const take = (message: unknown) => resolve(message as DrawingAnswer);
  signal.addEventListener('abort', stop, { once: true });
  child.once('message', take).once('exit', die).once('error', reject);
  child.send(task, (error) => {
    if (error !== null) reject(error);
  });
  return promise.finally(() => {
    signal.removeEventListener('abort', stop);
    child.off('message', take).off('exit', die).off('error', reject);
  });
}

function imageOf(answer: DrawingAnswer): RenderedImage {
  switch (answer.kind) {
    case 'image': {
      const { data } = answer.image;
      return { ...answer.image, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) };
    }
    case 'problem':
      throw new DomainError(answer.code, answer.message, answer.options);
    case 'failure':
      throw new Error(`A drawing could not be rendered: ${answer.reason}`);
  }
}
