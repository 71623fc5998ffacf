import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { startPostgres, type RunningPostgres } from '../../support/postgres.ts';
import { untilTrue } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { ADMIN, call, makeKey, problemOf, signIn, type MadeKey } from '../security/requests.ts';

describe('accounts and index in Postgres', () => {
  let postgres: RunningPostgres;
  let server: RunningServer;
  let made: MadeKey;

  beforeAll(async () => {
    postgres = await startPostgres();
    server = await startServer({
      env: { ...ADMIN, MODE: 'fullstack', DATABASE_URL: await postgres.database() },
    });
    const session = { cookie: await signIn(server), origin: server.url };
    made = await makeKey(server, session, { scopes: ['read', 'write', 'admin'] });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await postgres[Symbol.asyncDispose]();
  });

  const credential = () => ({ key: made.key });

  it('keeps everything there, and makes no file of SQLite for it', async () => {
    const content = await picture();
    const { status } = await upload({ url: server.url, key: made.key }, [
      { name: 'é b.jpg', content },
      { name: 'Z.jpg', content },
      { name: 'a.jpg', content },
    ]);
    expect(status).toBe(200);
    const patch = { method: 'PATCH', ...credential(), json: { tags: ['Größe', '🔑'] } };
    expect((await call(server, '/storage/a.jpg', patch)).status).toBe(200);
    const { body } = await call(server, '/storage', credential());
    expect((body as { files: { name: string }[] }).files.map(({ name }) => name)).toEqual([
      'Z.jpg',
      'a.jpg',
      'é b.jpg',
    ]);
    const found = await call(server, '/storage?search=gr%C3%B6%C3%9Fe', credential());
    expect((found.body as { files: { name: string }[] }).files).toHaveLength(1);
    expect((await fetch(`${server.url}/t/w_20/a.jpg`)).status).toBe(200);
    const move = { ...credential(), json: { destination: 'deep/er/a.jpg' } };
    expect((await call(server, '/storage/a.jpg/move', move)).status).toBe(201);
    expect((await call(server, '/storage?path=deep&depth=3', credential())).text).toContain(
      'er/a.jpg',
    );
    expect((await call(server, '/audit', credential())).text).toContain('sign_in.success');
    expect(
      (await readdir(server.dataDirectory)).filter((name) => /auth|openinary/.test(name)),
    ).toEqual([]);
  });

  it('says how the database is, and that its backups are its operator’s', async () => {
    const { status, body } = await call(server, '/health/database', credential());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      database: { engine: 'postgres', connected: true, tables: { user: 1, account: 1, apiKey: 1 } },
    });
    expect(JSON.stringify(body)).not.toContain('127.0.0.1');
    expect((await call(server, '/backups', credential())).body).toEqual({ backups: [] });
    const backup = await call(server, '/backups', { ...credential(), method: 'POST' });
    expect([backup.status, problemOf(backup)]).toEqual([409, 'conflict']);
    expect(backup.text).toContain('pg_dump');
    expect(server.logs.join('\n')).toContain('back them up with pg_dump');
    expect((await call(server, '/metrics')).text).not.toMatch(/^openinary_backup_last_success/m);
  });

  it('answers what Postgres cannot hold as the client’s mistake', async () => {
    const nul = 'a\u0000b';
    const session = { cookie: await signIn(server), origin: server.url };
    const hostile = [
      call(server, '/api/auth/sign-in/email', { json: { email: nul, password: 'x' } }),
      call(server, '/api/auth/sign-in/email', { json: { email: 'a@b.example', password: nul } }),
      call(server, '/api-keys/create', { ...session, json: { name: nul } }),
      call(server, '/api-keys/a%00b', { ...session, method: 'DELETE' }),
      call(server, '/storage?search=%00', credential()),
      call(server, '/storage?path=%00', credential()),
      call(server, `/storage?cursor=${Buffer.from(nul).toString('base64url')}`, credential()),
      call(server, '/storage/Z.jpg', { method: 'PATCH', ...credential(), json: { tags: [nul] } }),
      call(server, '/audit?actor=%00', credential()),
      call(server, '/audit?before=99999999999999999999', credential()),
      call(server, '/audit?cursor=99999999999999999999', credential()),
      call(server, '/backups', { ...credential(), headers: { 'user-agent': '\u00ff' } }),
    ];
    for (const answer of await Promise.all(hostile)) {
      expect(answer.status, answer.text).toBeLessThan(500);
    }
    expect((await call(server, '/health/ready')).status).toBe(200);
  });

  it('is away and comes back while the server runs: 503 meanwhile, hits go on', async () => {
    expect((await fetch(`${server.url}/t/w_20/Z.jpg`)).status).toBe(200);
    await postgres.stop();
    for (const path of ['/storage', '/health/database', '/api-keys/list']) {
      const answer = await call(server, path, credential());
      expect([path, answer.status, problemOf(answer)]).toEqual([path, 503, 'unavailable']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|pg|terminat/i);
    }
    const signingIn = await call(server, '/api/auth/sign-in/email', {
      json: { email: 'ada@example.com', password: 'Correct-Horse-7' },
    });
    expect([signingIn.status, problemOf(signingIn)]).toEqual([503, 'unavailable']);
    const cookie = 'better-auth.session_token=x.y';
    expect((await call(server, '/storage', { cookie })).status).toBeOneOf([401, 503]);
    expect((await call(server, '/health/live')).status).toBe(200);
    expect((await call(server, '/health/ready')).status).toBe(503);
    expect((await fetch(`${server.url}/t/w_20/Z.jpg`)).status).toBe(200);
    await postgres.start();
    await untilTrue(async () => (await call(server, '/health/ready')).status === 200);
    expect((await call(server, '/storage', credential())).status).toBe(200);
    await signIn(server);
  });

  it('does not start without its database, and says so in a line', async () => {
    const DATABASE_URL = `postgres://ada:hidden-password@127.0.0.1:${await freePort()}/none`;
    const starting = startServer({ env: { DATABASE_URL } });
    await expect(starting).rejects.toThrow(
      /the Postgres of DATABASE_URL does not answer; start it/,
    );
    await expect(starting).rejects.not.toThrow(/hidden-password/);
    await expect(startServer({ env: { DATABASE_URL: 'mysql://hidden-password' } })).rejects.toThrow(
      /DATABASE_URL must be an address that begins with postgres:\/\//,
    );
  });
});

function picture(): Promise<Buffer> {
  return sharp({ create: { width: 60, height: 40, channels: 3, background: '#a33' } })
    .jpeg()
    .toBuffer();
}
