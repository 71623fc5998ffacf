import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { SCOPES } from '../../access/scopes.js';
import { StartMessages } from '../../access/start-messages.js';
import { DomainError } from '../../errors/domain-error.js';
import { AuthDatabase } from '../accounts/auth-database.js';
import { ApiKeys, type CreatedApiKey } from '../keys/api-keys.js';
import { Accounts } from './accounts.js';

const NAME_ONE = 'name its administrator in OPENINARY_ADMIN_EMAIL and OPENINARY_ADMIN_PASSWORD';

/**
 * What happens at a start when nobody has set the installation up. It is told only once the server listens: a start that
 * fails would have shown the key, which is shown once, where nobody looks for it.
 */
@Injectable()
export class FirstStart extends StartMessages implements OnApplicationBootstrap {
  private readonly logger = new Logger(FirstStart.name);
  private preparing: Promise<void> = Promise.resolve();
  private firstKey: CreatedApiKey | undefined;
  private hint: string | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly accounts: Accounts,
    private readonly keys: ApiKeys,
    private readonly database: AuthDatabase,
  ) {
    super();
  }

  /** @throws {StartupError} when the administrator named in the environment cannot be made. */
  onApplicationBootstrap(): Promise<void> {
    this.preparing = this.prepare();
    return this.preparing;
  }

  override tell(): void {
    if (this.firstKey !== undefined) print(`API key (shown once): ${this.firstKey.secret}`);
    if (this.hint !== undefined) print(this.hint);
  }

  /** The key that nobody has seen goes, and the next start makes another. */
  override async takeBack(): Promise<void> {
    await this.preparing.catch(() => undefined);
    if (this.firstKey === undefined) return;
    const { id, ownerId } = this.firstKey.key;
    await this.accounts.oweFirstKey();
    await this.keys.delete(ownerId, id);
  }

  private async prepare(): Promise<void> {
    await this.database.alone('first start', async () => {
      if (this.environment.MODE === 'api') await this.makeFirstKey();
      await this.makeAdministrator();
    });
    if (this.environment.MODE === 'api' && this.firstKey === undefined) await this.tellOfNoKey();
    if (this.environment.MODE === 'fullstack') this.hint = await this.howToSignIn();
  }

  /** What has to be done before anybody can sign in to the console; undefined when somebody can. */
  private async howToSignIn(): Promise<string | undefined> {
    if (!(await this.accounts.isSetUp())) {
      const { BETTER_AUTH_URL, PORT } = this.environment;
      const address = BETTER_AUTH_URL ?? `http://localhost:${PORT}`;
      return `Create the administrator at ${new URL('/setup', address).href}`;
    }
    // Nor is the set-up open to whoever comes first: the installation may be known to many by now.
    return (await this.accounts.hasAdministrator())
      ? undefined
      : `Nobody can sign in to the console, since this installation was set up in MODE=api: ${NAME_ONE}, and start again`;
  }

  private async makeFirstKey(): Promise<void> {
    const system = (await this.accounts.setUpSystem()) ?? (await this.accounts.takeOwedFirstKey());
    if (system === undefined) return;
    this.firstKey = await this.keys.create(system.id, { name: 'First key', scopes: SCOPES });
  }

  private async tellOfNoKey(): Promise<void> {
    const how = (await this.accounts.hasAdministrator())
      ? 'make one in the console (MODE=fullstack) under API keys'
      : `to make one in the console (MODE=fullstack), ${NAME_ONE}`;
    this.logger.log(
      `no API key is made, since this installation has been set up before: those it has go on working, or ${how}`,
    );
  }

  private async makeAdministrator(): Promise<void> {
    const { OPENINARY_ADMIN_EMAIL, OPENINARY_ADMIN_PASSWORD, OPENINARY_ADMIN_NAME } =
      this.environment;
    if (OPENINARY_ADMIN_EMAIL === undefined || OPENINARY_ADMIN_PASSWORD === undefined) return;
    if (await this.accounts.hasAdministrator()) return;
    try {
      await this.accounts.addAdministrator({
        name: OPENINARY_ADMIN_NAME ?? 'Administrator',
        email: OPENINARY_ADMIN_EMAIL,
        password: OPENINARY_ADMIN_PASSWORD,
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new StartupError(`OPENINARY_ADMIN_PASSWORD: ${error.message}`, { cause: error });
    }
    this.logger.log('the administrator named in the environment has been made');
  }
}

/** A line for the person who starts the server, not for the log: it goes out as it is. */
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
