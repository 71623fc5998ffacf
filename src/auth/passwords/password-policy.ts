import { DomainError } from '../../errors/domain-error.js';
import { isCommonPassword } from './common-passwords.js';

/** Fewest characters of a password. */
export const MIN_PASSWORD_LENGTH = 8;
/** Most characters of a password; all of them count. */
export const MAX_PASSWORD_LENGTH = 128;

interface Rule {
  readonly message: string;
  readonly holds: (password: string, email: string) => boolean;
}

const RULES: readonly Rule[] = [
  {
    message: `has at least ${MIN_PASSWORD_LENGTH} characters`,
    holds: (password) => Array.from(password).length >= MIN_PASSWORD_LENGTH,
  },
  {
    message: `has at most ${MAX_PASSWORD_LENGTH} characters`,
    holds: (password) => password.length <= MAX_PASSWORD_LENGTH,
  },
  { message: 'has an upper-case letter', holds: (password) => /\p{Lu}/u.test(password) },
  { message: 'has a lower-case letter', holds: (password) => /\p{Ll}/u.test(password) },
  { message: 'has a digit', holds: (password) => /\p{Nd}/u.test(password) },
  { message: 'has a symbol', holds: (password) => /[^\p{L}\p{N}]/u.test(password) },
  {
    message: 'does not repeat the e-mail address',
    holds: (password, email) => !repeatsEmail(password.toLowerCase(), email.toLowerCase()),
  },
];
const NOT_COMMON = 'is not one of the commonest passwords';

/**
 * Refuses a password that breaks a rule, naming every rule it breaks and never the password.
 * @throws {DomainError} `invalid-request` with a violation of `field` for each broken rule.
 */
export async function assertPasswordAllowed(
  password: string,
  email: string,
  field = 'password',
): Promise<void> {
  const broken = RULES.filter(({ holds }) => !holds(password, email)).map(({ message }) => message);
  if (await isCommonPassword(password)) broken.push(NOT_COMMON);
  const violations = broken.map((message) => ({ field, message: `A password ${message}.` }));
  if (violations.length === 0) return;
  throw new DomainError('invalid-request', violations.map(({ message }) => message).join(' '), {
    violations,
  });
}

function repeatsEmail(password: string, email: string): boolean {
  const name = email.split('@', 1)[0] ?? '';
  return password === email || (name.length >= 4 && password.replaceAll(/[^\p{L}]/gu, '') === name);
}
