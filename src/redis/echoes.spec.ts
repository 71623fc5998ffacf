import { describe, expect, it } from 'vitest';
import { Echoes } from './echoes.js';

/** Tells, hears so many echoes, and says how long was waited for the others; ms. */
async function tell(echoes: Echoes, { heard, of }: { heard: number; of: number }) {
  const number = echoes.expect();
  const start = performance.now();
  const all = echoes.all(number, of);
  for (let count = 0; count < heard; count += 1) echoes.note(number);
  await all;
  return { number, waited: performance.now() - start };
}

describe('Echoes', () => {
  const atOnce = 300;

  it('are waited for until all have come, before or after it is known how many there will be', async () => {
    const echoes = new Echoes();
    expect((await tell(echoes, { heard: 3, of: 3 })).waited).toBeLessThan(atOnce);
    const early = echoes.expect();
    echoes.note(early);
    const start = performance.now();
    await echoes.all(early, 1);
    expect(performance.now() - start).toBeLessThan(atOnce);
  });

  it('of who says nothing are waited for once, until somebody comes, goes or speaks again', async () => {
    const echoes = new Echoes();
    const unheard = await tell(echoes, { heard: 2, of: 3 });
    expect(unheard.waited).toBeGreaterThan(400);
    expect((await tell(echoes, { heard: 2, of: 3 })).waited).toBeLessThan(atOnce);
    // Fewer than spoke: that is not known of them.
    expect((await tell(echoes, { heard: 1, of: 3 })).waited).toBeGreaterThan(400);
    expect((await tell(echoes, { heard: 1, of: 2 })).waited).toBeGreaterThan(400);
    expect((await tell(echoes, { heard: 1, of: 2 })).waited).toBeLessThan(atOnce);
    echoes.note(unheard.number);
    expect((await tell(echoes, { heard: 1, of: 2 })).waited).toBeGreaterThan(400);
  });
});
