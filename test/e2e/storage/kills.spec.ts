import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { disagreements, unfinished } from '../../support/consistency.ts';
import { S3Server } from '../../support/s3/s3-server.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { BusyDay } from './busy-day.ts';

/** Fifty for a release; a few find what breaks at once. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 4);

/** When a server is killed: after a share of the time that the work takes, or of the requests that it makes of a bucket. */
type Moment = (share: number) => Promise<void>;

describe.each(['local', 's3'])('a server that is killed, on the %s driver', (driver) => {
  let s3: S3Server | undefined;
  let server: RunningServer;
  beforeEach(async () => {
    s3 = driver === 's3' ? await S3Server.start() : undefined;
    server = await startServer({ env: s3?.environment ?? {} });
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await s3?.[Symbol.asyncDispose]();
  });

  /** What a whole day takes, undisturbed. */
  const measure = async (day: BusyDay): Promise<Moment> => {
    const startedAt = performance.now();
    const before = s3?.requests.length ?? 0;
    await day.work();
    const took = performance.now() - startedAt;
    const bucket = s3;
    if (bucket === undefined) return (share) => wait(share * took);
    const asked = bucket.requests.length - before;
    return (share) => untilAsked(bucket, Math.ceil(share * asked), took * 5);
  };

  const settle = async () => {
    await expect.poll(() => unfinished(server), { timeout: 30_000 }).toEqual([]);
    await expect.poll(() => disagreements(server, s3), { timeout: 30_000 }).toEqual([]);
  };

  it(
    'loses nothing it has acknowledged, and agrees with its store when it is back',
    { timeout: 120_000 + ROUNDS * 30_000 },
    async () => {
      const { key, dataDirectory, [Symbol.asyncDispose]: dispose } = server;
      const undisturbed = new BusyDay(server, 'whole');
      await undisturbed.prepare();
      const moment = await measure(undisturbed);
      await settle();
      expect(await undisturbed.verify(server)).toBeGreaterThan(20);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const day = new BusyDay(server, `r${round}`);
        await day.prepare();
        const working = day.work();
        // Spread over the whole of the work, and the same in every run.
        await moment((round * 0.618_034) % 1);
        await server.kill();
        await working;
        const again = await startServer({ dataDirectory, env: s3?.environment ?? {} });
        server = { ...again, key, [Symbol.asyncDispose]: () => again.stop().then(dispose) };
        await settle();
        await day.verify(server);
      }
    },
  );
});

/** Resolves when so many more requests have arrived, before the last of them is done; or when no more come. */
function untilAsked(s3: S3Server, count: number, patience: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let asked = 0;
  s3.intervene = () => {
    asked += 1;
    if (asked === count) resolve(undefined);
    return undefined;
  };
  return Promise.race([promise, wait(patience)]).then(() => {
    s3.intervene = undefined;
  });
}
