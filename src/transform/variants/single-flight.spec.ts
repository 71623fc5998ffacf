import { describe, expect, it } from 'vitest';
import { SingleFlight } from './single-flight.js';

const never = new AbortController().signal;

describe('SingleFlight', () => {
  it('runs work once for all who ask while it is under way', async () => {
    const flights = new SingleFlight<number>();
    const gate = Promise.withResolvers<number>();
    let runs = 0;
    const work = () => {
      runs += 1;
      return gate.promise;
    };
    const joined = Promise.all(Array.from({ length: 100 }, () => flights.join('a', work, never)));
    gate.resolve(7);
    const outcomes = await joined;
    expect(runs).toBe(1);
    expect(outcomes.every(({ value }) => value === 7)).toBe(true);
    expect(outcomes.filter(({ started }) => started)).toHaveLength(1);
    expect(flights.size).toBe(0);
  });

  it('starts anew after a failure', async () => {
    const flights = new SingleFlight<number>();
    await expect(flights.join('a', () => Promise.reject(new Error('no')), never)).rejects.toThrow(
      'no',
    );
    expect((await flights.join('a', () => Promise.resolve(1), never)).value).toBe(1);
  });

  it('goes on while somebody waits, and is aborted when nobody does', async () => {
    const flights = new SingleFlight<number>();
    const [one, other] = [new AbortController(), new AbortController()];
    const aborted = Promise.withResolvers<undefined>();
    const work = (signal: AbortSignal) =>
      new Promise<number>((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted.resolve(undefined);
          reject(signal.reason as Error);
        });
      });
    const first = flights.join('a', work, one.signal);
    const second = flights.join('a', work, other.signal);
    one.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect(flights.size).toBe(1);
    other.abort(new Error('gone too'));
    await expect(second).rejects.toThrow('gone too');
    await aborted.promise;
    expect(flights.size).toBe(0);
  });
});
