import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { untilDelivered } from '../../support/queue-client.ts';
import { startRedis } from '../../support/redis.ts';
import { startServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

describe('roles', () => {
  it.each(['api', 'worker'])('%s does not start without the Redis it shares', async (role) => {
    await expect(startServer({ env: { ROLE: role } })).rejects.toThrow(/ROLE: \w+ needs REDIS_URL/);
  });

  it('a worker answers probes and the monitoring, and nothing else', async () => {
    await using redis = await startRedis();
    await using worker = await startServer({ env: { ROLE: 'worker', REDIS_URL: redis.url } });
    const statusOf = async (path: string) => (await fetch(`${worker.url}${path}`)).status;
    expect(await statusOf('/health/live')).toBe(200);
    expect(await statusOf('/health/ready')).toBe(200);
    expect(await statusOf('/metrics')).toBe(200);
    for (const path of ['/', '/storage', '/t/a.jpg', '/docs', '/queue/jobs', '/api/setup']) {
      expect(await statusOf(path), path).toBe(404);
    }
  });

  it('an API process has its SQLite to itself, whatever Redis another comes with; a worker may run beside it', async () => {
    await using redis = await startRedis();
    await using api = await startServer({ env: { ROLE: 'api', REDIS_URL: redis.url } });
    const { dataDirectory } = api;
    const refused = [{}, { REDIS_URL: `${redis.url}/5` }].map((env) =>
      expect(startServer({ env, dataDirectory })).rejects.toThrow(
        /another API process, or a restore, has the accounts of this DATA_DIR.*DATABASE_URL/,
      ),
    );
    await Promise.all(refused);
    await using worker = await startServer({
      env: { ROLE: 'worker', REDIS_URL: redis.url },
      dataDirectory,
    });
    for (const { url } of [api, worker]) {
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    }
  }, 60_000);

  it('a worker that Redis refused at its start takes jobs as soon as it is let in, and tells no password', async () => {
    await using redis = await startRedis();
    await using directory = await temporaryDirectory();
    const operator = new Redis(redis.url);
    try {
      await operator.config('SET', 'requirepass', 'another');
      const REDIS_URL = redis.url.replace('//', '//:S3cretOfRedis@');
      await using server = await startServer({ env: { REDIS_URL } });
      const content = await readFile(await makeClip(directory.path, 'clip.mp4', { duration: 0.5 }));
      await upload(server, [{ name: 'clip.mp4', content }]);
      const readiness = async () => (await fetch(`${server.url}/health/ready`)).text();
      expect(await readiness()).toContain('WRONGPASS');
      expect((await fetch(`${server.url}/t/w_100/clip.mp4`)).status).toBe(503);

      await operator.config('SET', 'requirepass', 'S3cretOfRedis');
      expect((await untilDelivered(server, '/t/w_100/clip.mp4')).status).toBe(200);
      expect(await readiness()).toContain('"status":"ready"');
      expect(server.logs.join('\n')).not.toContain('S3cret');
      await server.stop();
      const told = server.logs.filter((line) => line.includes('"context":"RedisConnections"'));
      expect(told).toEqual([
        expect.stringContaining('WRONGPASS'),
        expect.stringContaining('Redis answers.'),
      ]);
    } finally {
      operator.disconnect();
    }
  }, 60_000);
});
