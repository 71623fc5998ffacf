import { describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { startServer } from '../../support/server.ts';
import { call, makeKey } from './requests.ts';

const COMPLAINT = 'rate limits are counted per process';

describe('the limit of a key, counted in a Redis', () => {
  it('outlives the process, and goes on in each while the Redis is away', async () => {
    await using redis = await startRedis();
    const env = { API_KEY_RATE_LIMIT: '10', API_KEY_RATE_WINDOW_S: '600', REDIS_URL: redis.url };
    await using server = await startServer({ env });
    const { key } = await makeKey(server, { key: server.key });
    const statuses = async ({ url }: { readonly url: string }, times: number) => {
      const answers: number[] = [];
      for (let index = 0; index < times; index += 1) {
        answers.push((await call({ url }, '/storage', { key })).status);
      }
      return answers;
    };
    expect(await statuses(server, 8)).toEqual(Array<number>(8).fill(200));
    // Killed, so that nothing is written down at the end: what counts is what the Redis knows.
    await server.kill();
    await using again = await startServer({ env, dataDirectory: server.dataDirectory });
    expect(await statuses(again, 4)).toEqual([200, 200, 429, 429]);
    await redis.stop();
    expect(await statuses(again, 10)).toEqual(Array<number>(10).fill(200));
    expect(await statuses(again, 1)).toEqual([429]);
    expect(again.logs.some((line) => line.includes(COMPLAINT))).toBe(true);
    expect((await call(again, '/health')).status).toBe(200);
  });
});
