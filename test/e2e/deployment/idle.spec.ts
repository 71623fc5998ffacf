import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { residentBytes } from '../../support/process-memory.ts';
import type { RunningServer } from '../../support/server.ts';
import { startService, type RunningService } from '../../support/service.ts';

const MIB = 1024 * 1024;

describe('processes of a service that nobody asks for anything', () => {
  let service: RunningService;
  let startingApis: readonly number[];
  let startingWorkers: readonly number[];
  beforeAll(async () => {
    service = await startService();
    startingApis = await processorSeconds(service.apis);
    startingWorkers = await processorSeconds(service.workers);
    // The rubbish of the start is collected by and by.
    await sleep(5_000);
  }, 120_000);
  afterAll(() => service[Symbol.asyncDispose]());

  it('have each API process in less than 200 MiB, and each worker in less than 150 MiB', async () => {
    const used = (servers: readonly RunningServer[]) =>
      Promise.all(servers.map(async ({ process }) => (await residentBytes(process)) / MIB));
    for (const mib of await used(service.apis)) expect(mib).toBeLessThan(200);
    for (const mib of await used(service.workers)) expect(mib).toBeLessThan(150);
  });

  it('start with less than three seconds of work', () => {
    // Of the processor, not of the clock, since other work is no part of it. But where many programs share its cores and
    // caches the same work takes up to twice as long.
    const [load = 0] = loadavg();
    const most = load > 2 * availableParallelism() ? 6 : 3;
    for (const seconds of [startingApis, startingWorkers])
      expect(Math.min(...seconds)).toBeLessThan(most);
  });
});

/** What processes have had of the processor, seconds. */
function processorSeconds(servers: readonly RunningServer[]): Promise<readonly number[]> {
  return Promise.all(
    servers.map(async ({ process }) => {
      const stat = await readFile(`/proc/${process.pid}/stat`, 'utf8');
      const [, words = ''] = stat.split(') ');
      const [user, system] = words.split(' ').slice(11, 13).map(Number);
      // In hundredths of a second (proc(5), utime and stime).
      return ((user ?? 0) + (system ?? 0)) / 100;
    }),
  );
}
