import { getMigrations } from 'better-auth/db/migration';
import { StartupError } from '../../config/startup-error.js';
import { assertSameSecret } from './secret-fingerprint.js';
import { createAuth, type Auth, type AuthParts } from './better-auth.js';

/** Better Auth with its tables in place. */
export class AuthServer {
  private constructor(readonly auth: Auth) {}

  /**
   * Brings the accounts tables up to date and opens the service.
   * @throws {StartupError} when the tables cannot be made.
   */
  static async start(parts: AuthParts): Promise<AuthServer> {
    const auth = createAuth(parts);
    const { database, secrets } = parts;
    try {
      await database.alone('migrations', async () => {
        const { runMigrations } = await getMigrations(auth.options);
        await runMigrations();
      });
    } catch (error) {
      throw new StartupError(
        'the accounts database cannot be brought up to date; make it writable, or restore it with scripts/restore-db.sh',
        { cause: error },
      );
    }
    await database.alone('secret', () => assertSameSecret(database, secrets));
    return new AuthServer(auth);
  }
}
