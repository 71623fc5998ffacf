import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './environment.js';
import { StartupError } from './startup-error.js';

const MIN_LENGTH = 32;
/** Fewer different characters than this in 32 is a keyboard pattern, not a random secret. */
const MIN_DISTINCT = 10;
const PLACEHOLDER =
  /change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|with)|your[-_ ]?(own|secret|super|key|random)|placeholder|example|better-auth-secret-|secret[-_ ]?key[-_ ]?here|insecure|default[-_ ]?secret/i;
const HOW_TO_MAKE = 'make one with: openssl rand -base64 48';

interface StoredSecrets {
  readonly BETTER_AUTH_SECRET: string;
  readonly API_SECRET: string;
}

/** The keys this process signs with. Never logged, never answered. */
export class Secrets {
  constructor(
    /** Signs session cookies. */
    readonly auth: string,
    /** Signs URLs; undefined in production when none is given: signing is off. */
    readonly url: string | undefined,
    /** Still accepted on URLs signed before the last change of `url`. */
    readonly previousUrl: string | undefined,
  ) {}
}

/**
 * Takes the secrets from the environment; outside production, missing ones are made once and kept in `secrets.json`.
 * @throws {StartupError} when one is missing in production, is too short, or is a known placeholder.
 */
export function loadSecrets(environment: Environment): Secrets {
  const production = environment.NODE_ENV === 'production';
  const { BETTER_AUTH_SECRET, API_SECRET, API_SECRET_PREVIOUS } = environment;
  if (production && BETTER_AUTH_SECRET === undefined) {
    throw new StartupError(`BETTER_AUTH_SECRET is required in production; ${HOW_TO_MAKE}`);
  }
  const given = { BETTER_AUTH_SECRET, API_SECRET, API_SECRET_PREVIOUS };
  for (const [name, secret] of Object.entries(given)) {
    if (secret !== undefined) assertSecret(name, secret, production);
  }
  const stored =
    production || (BETTER_AUTH_SECRET !== undefined && API_SECRET !== undefined)
      ? undefined
      : readOrMakeSecrets(environment.DATA_DIR);
  const auth = BETTER_AUTH_SECRET ?? stored?.BETTER_AUTH_SECRET;
  if (auth === undefined) throw new StartupError(`BETTER_AUTH_SECRET is required; ${HOW_TO_MAKE}`);
  return new Secrets(auth, API_SECRET ?? stored?.API_SECRET, API_SECRET_PREVIOUS);
}

function assertSecret(name: string, secret: string, production: boolean): void {
  if (secret.length < MIN_LENGTH) {
    throw new StartupError(`${name} is shorter than ${MIN_LENGTH} characters; ${HOW_TO_MAKE}`);
  }
  if (production && (PLACEHOLDER.test(secret) || new Set(secret).size < MIN_DISTINCT)) {
    throw new StartupError(`${name} is a placeholder, not a random secret; ${HOW_TO_MAKE}`);
  }
}

function readOrMakeSecrets(directory: string): StoredSecrets {
  const file = join(directory, 'secrets.json');
  const existing = readSecrets(file);
  if (existing !== undefined) return existing;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const made: StoredSecrets = { BETTER_AUTH_SECRET: randomSecret(), API_SECRET: randomSecret() };
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link fails where a name is taken, so of two processes that start together one wins and both use its secrets.
    linkSync(temporary, file);
    return made;
  } catch (error) {
    const winner = readSecrets(file);
    if (winner === undefined) throw error;
    return winner;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function readSecrets(file: string): StoredSecrets | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new StartupError('secrets.json in DATA_DIR cannot be read; give its owner access to it', {
      cause: error,
    });
  }
  chmodSync(file, 0o600);
  const parsed = parseSecrets(text);
  if (parsed === undefined) {
    throw new StartupError(
      'secrets.json in DATA_DIR is damaged; restore it from a backup, or delete it (which ends all sessions)',
    );
  }
  return parsed;
}

function parseSecrets(text: string): StoredSecrets | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('BETTER_AUTH_SECRET' in value) || !('API_SECRET' in value)) return undefined;
  const { BETTER_AUTH_SECRET, API_SECRET } = value;
  if (typeof BETTER_AUTH_SECRET !== 'string' || BETTER_AUTH_SECRET.length < MIN_LENGTH)
    return undefined;
  if (typeof API_SECRET !== 'string' || API_SECRET.length < MIN_LENGTH) return undefined;
  return { BETTER_AUTH_SECRET, API_SECRET };
}

function randomSecret(): string {
  return randomBytes(48).toString('base64url');
}
