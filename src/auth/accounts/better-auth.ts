import { apiKey } from '@better-auth/api-key';
import { betterAuth, type BetterAuthPlugin } from 'better-auth';
import type { Environment } from '../../config/environment.js';
import type { Secrets } from '../../config/secrets.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../passwords/password-policy.js';
import type { AuthDatabase } from './auth-database.js';

/** Where Better Auth's routes lie. */
export const AUTH_BASE_PATH = '/api/auth';
/** The header in which the client's address is handed on; no client's own header of this name gets through. */
export const CLIENT_IP_HEADER = 'x-openinary-client-ip';
/** The cookie that holds a session, without the prefix it has on https. */
export const SESSION_COOKIE = 'better-auth.session_token';
/** What every key begins with. */
export const KEY_PREFIX = 'sk_';
/** Characters of a key's name. */
export const LONGEST_KEY_NAME = 100;
/** How long a key may be good for, days. */
export const LONGEST_KEY_LIFE_DAYS = 3650;
/** Letters after the prefix: 64 of 52 are 364 bits. */
export const KEY_LENGTH = 64;

const DAY_SECONDS = 86_400;

/** What `createAuth` is built from. */
export interface AuthParts {
  readonly environment: Environment;
  readonly secrets: Secrets;
  readonly database: AuthDatabase;
  readonly hasher: PasswordHasher;
}

/** A table for what the installation knows of itself; its unique name makes the first set-up the only one. */
const installation = {
  id: 'installation',
  schema: {
    installation: {
      fields: {
        name: { type: 'string', required: true, unique: true },
        value: { type: 'string', required: true },
      },
    },
  },
} satisfies BetterAuthPlugin;

/** Better Auth as this product uses it: e-mail and password, sessions in the database, API keys, nothing else open. */
export function createAuth({ environment, secrets, database, hasher }: AuthParts) {
  const address = environment.BETTER_AUTH_URL ?? `http://localhost:${environment.PORT}`;
  return betterAuth({
    appName: 'Openinary',
    baseURL: new URL(address).origin,
    basePath: AUTH_BASE_PATH,
    secret: secrets.auth,
    database: { db: database.kysely, type: database.kind, transaction: true },
    emailAndPassword: {
      enabled: true,
      // Accounts are made by the set-up and by the environment, never by strangers.
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      password: {
        hash: (password) => hasher.hash(password),
        verify: ({ hash, password }) => hasher.verify(password, hash),
      },
    },
    session: {
      expiresIn: 7 * DAY_SECONDS,
      updateAge: DAY_SECONDS,
      // Looking a session up writes nothing, so that it can be done while the database can only be read.
      deferSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    advanced: {
      useSecureCookies: address.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
      // Every request has been through `TrustedOrigins` before it comes here; the check of the library refuses clients
      // that are no browsers.
      disableCSRFCheck: true,
    },
    // The product's own limiter counts sign-ins, for every process together.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // What is no answer of its own, such as our own refusals, comes back as it was thrown.
    onAPIError: { throw: true },
    logger: { disabled: true },
    plugins: [
      apiKey({
        defaultPrefix: KEY_PREFIX,
        defaultKeyLength: KEY_LENGTH,
        maximumNameLength: LONGEST_KEY_NAME,
        requireName: true,
        // Its counter takes an exhausted key for an invalid one; the guard's limiter counts instead.
        rateLimit: { enabled: false },
        keyExpiration: { minExpiresIn: 0, maxExpiresIn: LONGEST_KEY_LIFE_DAYS },
        schema: { apikey: { modelName: 'apiKey' } },
      }),
      installation,
    ],
  });
}

/** The instance `createAuth` makes. */
export type Auth = ReturnType<typeof createAuth>;
