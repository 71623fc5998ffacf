import 'reflect-metadata';
import { Environment } from '../../../config/environment.js';
import { DomainError } from '../../../errors/domain-error.js';
import { ImageEngine } from '../image-engine.js';
import type { DrawingAnswer, DrawingTask } from './drawing-task.js';

// Runs in a process of its own, which may be killed at any moment: it renders one drawing after the other.

process.on('message', (task: DrawingTask) => {
  void render(task).then((answer) => process.send?.(answer));
});
// Not `exit`, which would wait for what is being drawn.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function render({
  limits,
  source,
  transformation,
  choice,
}: DrawingTask): Promise<DrawingAnswer> {
  const engine = new ImageEngine(Object.assign(new Environment(), limits));
  try {
    const image = await engine.render(source, transformation, choice, new AbortController().signal);
    return { kind: 'image', image };
  } catch (error) {
    if (!(error instanceof DomainError)) return { kind: 'failure', reason: String(error) };
    const { code, message, violations, retryAfterSeconds } = error;
    return {
      kind: 'problem',
      code,
      message,
      options: {
        ...(violations && { violations }),
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      },
    };
  }
}
