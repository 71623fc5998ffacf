import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
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
  const value = createHmac('sha256', secrets.auth)
    .update('openinary secret v1')
    .digest('base64url');
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
  const [left, right] = [Buffer.from(known.value), Buffer.from(value)];
  if (left.length === right.length && timingSafeEqual(left, right)) return;
  throw new StartupError(
    'BETTER_AUTH_SECRET is not the one this database was made with; set that again, or end every session and take the new one with: scripts/secure-db.sh --accept-new-secret',
  );
}
