import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { residentBytes } from '../../support/process-memory.ts';
import type { RunningServer } from '../../support/server.ts';
import { startService, type RunningService } from '../../support/service.ts';

const MIB = 1024 * 1024;

describe('processes of a service that nobody asks for anything', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService();
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

  it('start with less than three seconds of work', async () => {
    // Of the processor, not of the clock: what else the machine does is no part of it.
    for (const { process } of [service.api(0), service.worker(0)]) {
      const [, words = ''] = (await readFile(`/proc/${process.pid}/stat`, 'utf8')).split(') ');
      const [user, system] = words.split(' ').slice(11, 13).map(Number);
      // In hundredths of a second (proc(5), utime and stime).
      expect(((user ?? 0) + (system ?? 0)) / 100).toBeLessThan(3);
    }
  });
});
