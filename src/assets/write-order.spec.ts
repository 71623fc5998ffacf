import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AssetPath } from './asset-path.js';
import { WriteOrder } from './write-order.js';

const paths = (...texts: readonly string[]) => texts.map((text) => AssetPath.parse(text));

describe('WriteOrder', () => {
  const inOrder = async (claims: readonly (readonly string[])[]) => {
    const order = new WriteOrder();
    const log: string[] = [];
    await Promise.all(
      claims.map((claim, index) =>
        order.inTurn(paths(...claim), async () => {
          log.push(`+${index}`);
          await wait(5 * (claims.length - index));
          log.push(`-${index}`);
        }),
      ),
    );
    return log.join(' ');
  };

  it('lets writers of other paths work at the same time', async () => {
    expect(await inOrder([['a'], ['b']])).toBe('+0 +1 -1 -0');
    expect(await inOrder([['f/a'], ['f/b'], ['f-1']])).toBe('+0 +1 +2 -2 -1 -0');
  });

  it('lets writers of one path, and of a folder around it, wait', async () => {
    expect(await inOrder([['a'], ['a']])).toBe('+0 -0 +1 -1');
    expect(await inOrder([['f/g/a'], ['f']])).toBe('+0 -0 +1 -1');
    expect(await inOrder([['f'], ['f/g/a']])).toBe('+0 -0 +1 -1');
  });

  it('serves first who came first, crossed claims included', async () => {
    const crossed = [['a', 'b'], ['b', 'a'], ['b', 'c'], ['c']];
    expect(await inOrder(crossed)).toBe('+0 -0 +1 -1 +2 -2 +3 -3');
  });

  it('goes on after a failure, and past who has left', async () => {
    const order = new WriteOrder();
    const failure = order.inTurn(paths('a'), () => Promise.reject(new Error('no')));
    const left = order.inTurn(paths('a'), () => Promise.resolve('never'), AbortSignal.abort());
    const next = order.inTurn(paths('a'), () => Promise.resolve('done'));
    await expect(failure).rejects.toThrow('no');
    await expect(left).rejects.toThrow();
    expect(await next).toBe('done');
  });
});
