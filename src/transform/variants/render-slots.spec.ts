import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../config/load-environment.js';
import { DomainError } from '../../errors/domain-error.js';
import { RenderSlots } from './render-slots.js';

const never = new AbortController().signal;

function slots(concurrency: number, line: number): RenderSlots {
  return new RenderSlots(
    loadEnvironment({ RENDER_CONCURRENCY: String(concurrency), RENDER_QUEUE_MAX: String(line) }),
  );
}

describe('RenderSlots', () => {
  it('never runs more at once than there are slots, and all in the end', async () => {
    const subject = slots(3, 100);
    let [active, most, done] = [0, 0, 0];
    const work = async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setTimeout(resolve, 1));
      active -= 1;
      done += 1;
    };
    await Promise.all(Array.from({ length: 50 }, () => subject.run(work, never)));
    expect([most, done, subject.depth]).toEqual([3, 50, 0]);
  });

  it('refuses with a time to come back when the line is full', async () => {
    const subject = slots(1, 1);
    const gate = Promise.withResolvers<undefined>();
    const running = subject.run(() => gate.promise, never);
    const waiting = subject.run(() => Promise.resolve(1), never);
    const refused = await subject
      .run(() => Promise.resolve(2), never)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ code: 'too-busy', retryAfterSeconds: 2 });
    gate.resolve(undefined);
    await running;
    expect(await waiting).toBe(1);
  });

  it('lets go of a place in the line when its holder leaves, and of the slot when work fails', async () => {
    const subject = slots(1, 1);
    const gate = Promise.withResolvers<undefined>();
    const running = subject.run(() => gate.promise, never);
    const leaver = new AbortController();
    const left = subject.run(() => Promise.resolve(1), leaver.signal);
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    const failing = subject.run(() => Promise.reject(new Error('broken')), never);
    gate.resolve(undefined);
    await running;
    await expect(failing).rejects.toThrow('broken');
    expect(await subject.run(() => Promise.resolve(3), never)).toBe(3);
  });
});
