import { Injectable } from '@nestjs/common';
import { AuthDatabase } from '../accounts/auth-database.js';
import { AuthServer } from '../accounts/auth-server.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { assertPasswordAllowed } from '../passwords/password-policy.js';

/** The account that owns the keys of an installation without a console; nobody can sign in to it. */
const SYSTEM_EMAIL = 'system@openinary.invalid';
/** The row whose unique name makes the set-up happen once, whatever runs at the same time. */
const SETUP = 'setup';
/** The row that says that the first key has never been shown. */
const FIRST_KEY_DUE = 'first-key-due';

/** Who the first administrator is to be. */
export interface NewAdministrator {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** An account, as its owner sees it. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Makes accounts, which happens at the set-up and nowhere else. */
@Injectable()
export class Accounts {
  private settingUp: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly server: AuthServer,
    private readonly database: AuthDatabase,
    private readonly hasher: PasswordHasher,
  ) {}

  /** Whether the set-up has happened. */
  async isSetUp(): Promise<boolean> {
    const row = await this.database.kysely
      .selectFrom('installation')
      .select('name')
      .where('name', '=', SETUP)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Whether an account exists that a person can sign in to. */
  async hasAdministrator(): Promise<boolean> {
    const row = await this.database.kysely
      .selectFrom('user')
      .select('id')
      .where('email', '!=', SYSTEM_EMAIL)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Makes the administrator who sets the installation up; undefined when somebody else was first.
   * @throws {DomainError} `invalid-request` when the password breaks the policy.
   */
  async setUp(administrator: NewAdministrator): Promise<Account | undefined> {
    const email = administrator.email.toLowerCase();
    await assertPasswordAllowed(administrator.password, email);
    // One after the other, so that of many who come at once one pays for a hash and the rest find it done.
    const result = this.settingUp.then(async () => {
      if (await this.isSetUp()) return undefined;
      const hash = await this.hasher.hash(administrator.password);
      return this.once(() => ({ name: administrator.name, email, hash }));
    });
    this.settingUp = result.catch(() => undefined);
    return result;
  }

  /**
   * Makes an administrator beside whatever exists, for an operator who names one in the environment.
   * @throws {DomainError} `invalid-request` when the password breaks the policy.
   */
  async addAdministrator(administrator: NewAdministrator): Promise<Account> {
    const first = await this.setUp(administrator);
    if (first !== undefined) return first;
    const email = administrator.email.toLowerCase();
    const hash = await this.hasher.hash(administrator.password);
    const { adapter } = await this.server.auth.$context;
    return adapter.transaction((rows) => insertAccount(rows, { ...administrator, email, hash }));
  }

  /** Makes the account that owns the first key where there is no console; undefined when the set-up has happened. */
  async setUpSystem(): Promise<Account | undefined> {
    if (await this.isSetUp()) return undefined;
    return this.once(() => ({ name: 'System', email: SYSTEM_EMAIL }));
  }

  /** Remembers that the first key is still to be made. */
  async oweFirstKey(): Promise<void> {
    const { adapter } = await this.server.auth.$context;
    const value = new Date().toISOString();
    await adapter.create({ model: 'installation', data: { name: FIRST_KEY_DUE, value } });
  }

  /** The account that the first key is still to be made for, which is then no longer remembered. */
  async takeOwedFirstKey(): Promise<Account | undefined> {
    const { numDeletedRows } = await this.database.kysely
      .deleteFrom('installation')
      .where('name', '=', FIRST_KEY_DUE)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return undefined;
    return this.database.kysely
      .selectFrom('user')
      .select(['id', 'name', 'email'])
      .where('email', '=', SYSTEM_EMAIL)
      .executeTakeFirst();
  }

  /** An account by its id. */
  async find(id: string): Promise<Account | undefined> {
    return this.database.kysely
      .selectFrom('user')
      .select(['id', 'name', 'email'])
      .where('id', '=', id)
      .executeTakeFirst();
  }

  /** Changes what people call the account. */
  async rename(id: string, name: string): Promise<void> {
    const { internalAdapter } = await this.server.auth.$context;
    await internalAdapter.updateUser(id, { name });
  }

  private async once(account: () => AccountRow): Promise<Account | undefined> {
    const { adapter } = await this.server.auth.$context;
    try {
      return await adapter.transaction(async (rows) => {
        await rows.create({
          model: 'installation',
          data: { name: SETUP, value: new Date().toISOString() },
        });
        return insertAccount(rows, account());
      });
    } catch (error) {
      if (await this.isSetUp()) return undefined;
      throw error;
    }
  }
}

type Adapter = Awaited<AuthServer['auth']['$context']>['adapter'];
type Rows = Parameters<Parameters<Adapter['transaction']>[0]>[0];

interface AccountRow {
  readonly name: string;
  readonly email: string;
  /** bcrypt; undefined for an account that nobody signs in to. */
  readonly hash?: string;
}

async function insertAccount(rows: Rows, { name, email, hash }: AccountRow): Promise<Account> {
  const now = new Date();
  const times = { createdAt: now, updatedAt: now };
  const user = await rows.create<Record<string, unknown>, Account>({
    model: 'user',
    data: { name, email, emailVerified: true, ...times },
  });
  if (hash !== undefined) {
    await rows.create({
      model: 'account',
      data: {
        providerId: 'credential',
        accountId: user.id,
        userId: user.id,
        password: hash,
        ...times,
      },
    });
  }
  return { id: user.id, name: user.name, email: user.email };
}
