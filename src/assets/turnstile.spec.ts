import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile.js';

describe('a turnstile', () => {
  it('lets one go on at a time, in order, and others be served in between', async () => {
    const turnstile = new Turnstile();
    const events: string[] = [];
    let going = true;
    const serve = () => {
      events.push('served');
      if (going) setImmediate(serve);
    };
    setImmediate(serve);
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        await turnstile.pass();
        events.push(name);
      }),
    );
    await turnstile.pass();
    going = false;
    expect(events.filter((event) => event !== 'served')).toEqual(['a', 'b', 'c']);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => events.indexOf(name));
    expect(events.slice(a, b)).toContain('served');
    expect(events.slice(b, c)).toContain('served');
  });
});
