import type { Request } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DATABASE_KINDS,
  testDatabases,
  type TestDatabases,
} from '../../test/support/test-database.ts';
import type { Environment } from '../config/environment.js';
import { loadSecrets, Secrets } from '../config/secrets.js';
import { StartupError } from '../config/startup-error.js';
import { AuthDatabase } from './accounts/auth-database.js';
import { AuthServer } from './accounts/auth-server.js';
import { DatabaseInspection } from './accounts/database-inspection.js';
import { ApiKeyReader } from './credentials/api-key.reader.js';
import { ApiKeys } from './keys/api-keys.js';
import { KeyLookup } from './keys/key-lookup.js';
import { KeyUse } from './keys/key-use.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { Sessions } from './sessions/sessions.js';
import { Accounts } from './setup/accounts.js';

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'Correct-Horse-7' };

describe.each(DATABASE_KINDS)('accounts, sessions and keys on %s', (kind) => {
  let databases: TestDatabases;

  beforeAll(async () => {
    databases = await testDatabases(kind);
  }, 60_000);
  afterAll(() => databases[Symbol.asyncDispose]());

  /** One process, as far as accounts go. */
  const open = async (given?: Environment) => {
    const environment = given ?? (await databases.environment());
    const database = new AuthDatabase(environment, await databases.open(environment));
    const hasher = new PasswordHasher();
    const secrets = loadSecrets(environment);
    const server = await AuthServer.start({ environment, secrets, database, hasher });
    const use = new KeyUse(database);
    const read = (key: string) =>
      new ApiKeyReader(new KeyLookup(database), use).read({
        headers: { 'x-api-key': key },
      } as unknown as Request);
    return {
      environment,
      database,
      hasher,
      use,
      read,
      server,
      accounts: new Accounts(server, database, hasher),
      keys: new ApiKeys(server, database, use),
      sessions: new Sessions(server, database),
      inspection: new DatabaseInspection(database),
    };
  };

  it('sets up once, whoever comes at the same time in whichever process', async () => {
    const one = await open();
    const processes = kind === 'sqlite' ? [one] : [one, await open(one.environment)];
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async (_, number) =>
        processes[number % processes.length]?.accounts.setUp({
          ...ADA,
          email: `ada${number}@example.com`,
        }),
      ),
    );
    expect(outcomes.filter((account) => account !== undefined)).toHaveLength(1);
    for (const { accounts } of processes) expect(await accounts.isSetUp()).toBe(true);
    expect((await one.inspection.inspect()).tables).toMatchObject({ user: 1, account: 1 });
  }, 60_000);

  it('signs in with the password, and lists and ends sessions', async () => {
    const { accounts, server, sessions } = await open();
    const account = await accounts.setUp(ADA);
    const signIn = (password: string) =>
      server.auth.api.signInEmail({ body: { email: ADA.email, password } });
    await expect(signIn('Wrong-Horse-7')).rejects.toMatchObject({ status: 'UNAUTHORIZED' });
    await signIn(ADA.password);
    await signIn(ADA.password);
    const id = account?.id ?? '';
    const actor = { type: 'user', id, name: 'Ada', sessionId: '', scopes: [] } as const;
    const [newest, oldest] = await sessions.list(actor);
    expect(newest?.expiresAt.getTime()).toBeGreaterThan(Date.now());
    await sessions.end(actor, oldest?.id ?? '');
    expect(await sessions.list(actor)).toHaveLength(1);
    await sessions.endAll(actor);
    expect(await sessions.list(actor)).toHaveLength(0);
  }, 60_000);

  it('keeps nothing of sessions that have expired', async () => {
    const { accounts, database, server, sessions } = await open();
    await accounts.setUp(ADA);
    for (let count = 0; count < 3; count += 1) await server.auth.api.signInEmail({ body: ADA });
    const tokens = () => database.kysely.selectFrom('session').select('token').execute();
    const [past, current] = await tokens();
    const expire = (token = '', at: Date) =>
      database.kysely
        .updateTable('session')
        .set({ expiresAt: at.toISOString() })
        .where('token', '=', token)
        .execute();
    await expire(past?.token, new Date(Date.now() - 1_000));
    await expire(current?.token, new Date(Date.now() + 60_000));
    await sessions.forgetExpired();
    const left = (await tokens()).map(({ token }) => token);
    expect(left).toHaveLength(2);
    expect(left).not.toContain(past?.token);
  }, 60_000);

  it('takes a key from its creation to its deletion, each change at once', async () => {
    const { accounts, keys, read, use } = await open();
    const owner = (await accounts.setUpSystem())?.id ?? '';
    const { secret, key } = await keys.create(owner, {
      name: 'Website',
      scopes: ['read'],
      expiresIn: 3600,
      rateLimit: 7,
    });
    expect(key).toMatchObject({ enabled: true, scopes: ['read'], rateLimit: 7, lastUsedAt: null });
    expect(key.expiresAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await read(secret)).toMatchObject({ kind: 'accepted', actor: { keyId: key.id } });
    await use.flush();
    const { keys: page, total } = await keys.list(owner, { limit: 50, offset: 0 });
    const [listed] = page;
    expect([page.length, total]).toEqual([1, 1]);
    expect(await keys.list(owner, { limit: 50, offset: 1 })).toEqual({ keys: [], total: 1 });
    expect(listed).toMatchObject({ requestCount: 1 });
    expect(listed?.lastUsedAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await keys.update(owner, key.id, { enabled: false })).toMatchObject({ enabled: false });
    expect(await read(secret)).toMatchObject({ kind: 'rejected', reason: 'disabled' });
    const name = 'Ünï 🔑';
    expect(await keys.update(owner, key.id, { enabled: true, name })).toMatchObject({
      enabled: true,
      name,
    });
    await keys.delete(owner, key.id);
    expect(await read(secret)).toMatchObject({ kind: 'rejected', reason: 'unknown' });
    await expect(keys.get(owner, key.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('notices another secret, and starts in several processes at once', async () => {
    const { environment, database, hasher } = await open();
    const secrets = new Secrets('another secret of forty characters ..-..', undefined, undefined);
    await expect(AuthServer.start({ environment, secrets, database, hasher })).rejects.toThrow(
      StartupError,
    );
    if (kind === 'sqlite') return;
    const fresh = await databases.environment();
    await Promise.all([open(fresh), open(fresh), open(fresh)]);
  });
});
