import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, signIn } from './requests.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('a session', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: ADMIN });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** Dates every session as if it had been opened, and last renewed, some time ago. */
  const age = (openedMs: number, renewedMs: number) => {
    const database = new Sqlite(join(server.dataDirectory, 'auth.db'));
    const at = (time: number) => new Date(time).toISOString();
    database
      .prepare('UPDATE session SET createdAt = ?, updatedAt = ?, expiresAt = ?')
      .run(
        at(Date.now() - openedMs),
        at(Date.now() - renewedMs),
        at(Date.now() - renewedMs + 7 * DAY_MS),
      );
    database.close();
  };
  const sessions = (cookie: string) => call(server, '/api/auth/list-sessions', { cookie });
  const current = (cookie: string) => call(server, '/api/auth/get-session', { cookie });

  it('that is used is renewed, and never past thirty days from its sign-in', async () => {
    const cookie = await signIn(server);
    age(30 * DAY_MS - HOUR_MS, 2 * DAY_MS);
    const renewed = await current(cookie);
    expect(renewed.headers.getSetCookie().join()).toContain('Max-Age=604800');
    const [session] = (await sessions(cookie)).body as { createdAt: string; expiresAt: string }[];
    const length = Date.parse(session?.expiresAt ?? '') - Date.parse(session?.createdAt ?? '');
    expect(length).toBe(30 * DAY_MS);
    age(30 * DAY_MS + HOUR_MS, 0);
    expect((await sessions(cookie)).status).toBe(401);
    expect((await current(cookie)).body).toEqual({ session: null, user: null });
    await expect
      .poll(() => server.logs.some((line) => /"event":"session.rejected".*"expired"/.test(line)))
      .toBe(true);
    // It is gone, and not only refused: the clock cannot bring it back.
    age(0, 0);
    expect((await sessions(cookie)).status).toBe(401);
  });

  it('at its end loses its cookie, and takes no other session with it', async () => {
    const old = await signIn(server);
    age(31 * DAY_MS, 0);
    const young = await signIn(server);
    const answer = await current(old);
    expect(answer.body).toEqual({ session: null, user: null });
    expect(answer.headers.getSetCookie().join()).toContain('Max-Age=0');
    expect((await sessions(young)).body).toHaveLength(1);
  });

  it('that is not used ends after seven days', async () => {
    const cookie = await signIn(server);
    age(7 * DAY_MS + HOUR_MS, 7 * DAY_MS + HOUR_MS);
    expect((await sessions(cookie)).status).toBe(401);
  });
});
