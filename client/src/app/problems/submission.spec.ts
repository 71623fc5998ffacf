import { ProblemError } from './problem-error';
import { Submission } from './submission';

describe('Submission', () => {
  it('does its work once at a time', async () => {
    const submission = new Submission();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let runs = 0;
    const work = () => {
      runs++;
      return promise;
    };
    const first = submission.run(work);
    expect(submission.busy()).toBe(true);
    await submission.run(work);
    expect([runs, submission.busy()]).toEqual([1, true]);
    resolve(undefined);
    await first;
    expect(submission.busy()).toBe(false);
    await submission.run(work);
    expect(runs).toBe(2);
  });

  it('keeps why it failed until it is tried again', async () => {
    const submission = new Submission();
    const refusal = new ProblemError('Conflict', 'The name is taken.', 409, 'conflict', 'r1');
    await submission.run(() => Promise.reject(refusal));
    expect([submission.busy(), submission.problem()]).toEqual([false, refusal]);
    const seen: unknown[] = [];
    await submission.run(() => {
      seen.push(submission.problem());
      return Promise.resolve();
    });
    expect([...seen, submission.problem()]).toEqual([undefined, undefined]);
  });

  it('tells of a failure where nothing shows it', async () => {
    const told: ProblemError[] = [];
    const submission = new Submission((problem) => {
      told.push(problem);
    });
    const refusal = new ProblemError('Busy', 'Try again.', 503, 'busy', 'r1');
    await submission.run(() => Promise.reject(refusal));
    await submission.run(() => Promise.resolve());
    expect(told).toEqual([refusal]);
  });

  it('finds words for a failure that is no problem', async () => {
    const submission = new Submission();
    await submission.run(() => Promise.reject(new TypeError('x is undefined')));
    expect(submission.problem()).toMatchObject({ code: 'console' });
  });
});
