import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { startServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

describe('roles', () => {
  it.each(['api', 'worker'])('%s does not start without the Redis it shares', async (role) => {
    await expect(startServer({ env: { ROLE: role } })).rejects.toThrow(/ROLE: \w+ needs REDIS_URL/);
  });

  it('a worker answers probes and the monitoring, and nothing else', async () => {
    await using directory = await temporaryDirectory();
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1'], {
      cwd: directory.path,
      stdio: 'ignore',
    });
    try {
      await using worker = await startServer({
        env: { ROLE: 'worker', REDIS_URL: `redis://127.0.0.1:${port}` },
      });
      const statusOf = async (path: string) => (await fetch(`${worker.url}${path}`)).status;
      expect(await statusOf('/health/live')).toBe(200);
      expect(await statusOf('/health/ready')).toBe(200);
      expect(await statusOf('/metrics')).toBe(200);
      for (const path of ['/', '/storage', '/t/a.jpg', '/docs', '/queue/jobs', '/api/setup']) {
        expect(await statusOf(path), path).toBe(404);
      }
    } finally {
      const gone = once(redis, 'exit');
      redis.kill('SIGKILL');
      await gone;
    }
  });

  it('an API process has its SQLite to itself, whatever Redis another comes with; a worker may run beside it', async () => {
    await using redis = await startRedis();
    await using api = await startServer({ env: { ROLE: 'api', REDIS_URL: redis.url } });
    const { dataDirectory } = api;
    const starts = [{}, { REDIS_URL: `${redis.url}/5` }].map((env) =>
      startServer({ env, dataDirectory }),
    );
    for (const start of starts) {
      await expect(start).rejects.toThrow(
        /another API process, or a restore, has the accounts of this DATA_DIR.*DATABASE_URL/,
      );
    }
    await using worker = await startServer({
      env: { ROLE: 'worker', REDIS_URL: redis.url },
      dataDirectory,
    });
    for (const { url } of [api, worker]) {
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    }
  }, 60_000);
});
