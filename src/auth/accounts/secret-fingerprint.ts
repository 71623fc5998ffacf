import { randomUUID } from 'node:crypto';
import { hmac, sameSecret } from '../../access/signatures.js';
import type { Secrets } from '../../config/secrets.js';
import { StartupError } from '../../config/startup-error.js';
import type { AuthDatabase } from './auth-database.js';

const NAME = 'secret-fingerprint';

/**
 * Notices that `BETTER_AUTH_SECRET` is not the one the database was made with, before that silently ends every session.
 * What is kept is an HMAC under the secret, from which it cannot be found.
 * @throws {StartupError} that says how to accept the new one.
 */
export async function assertSameSecret(database: AuthDatabase, secrets: Secrets): Promise<void> {
  const value = hmac(secrets.auth, 'openinary secret v1').toString('base64url');
  const known = await database.kysely
    .selectFrom('installation')
    .select('value')
    .where('name', '=', NAME)
    .executeTakeFirst();
  if (known === undefined) {
    await database.kysely
      .insertInto('installation')
      .values({ id: randomUUID(), name: NAME, value })
      .execute();
    return;
  }
  if (sameSecret(known.value, value)) return;
  throw new StartupError(
    'BETTER_AUTH_SECRET is not the one this database was made with; set that again, or end every session and take the new one with: scripts/secure-db.sh --accept-new-secret',
  );
}
