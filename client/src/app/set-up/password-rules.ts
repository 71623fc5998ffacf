/** A rule for passwords, and whether one keeps it. The server checks them again, and knows the commonest passwords. */
export interface PasswordRule {
  readonly label: string;
  readonly holds: (password: string, email: string) => boolean;
}

const MIN_LENGTH = 8;

export const PASSWORD_RULES: readonly PasswordRule[] = [
  {
    label: $localize`At least 8 characters`,
    holds: (password) => Array.from(password).length >= MIN_LENGTH,
  },
  { label: $localize`An upper-case letter`, holds: (password) => /\p{Lu}/u.test(password) },
  { label: $localize`A lower-case letter`, holds: (password) => /\p{Ll}/u.test(password) },
  { label: $localize`A digit`, holds: (password) => /\p{Nd}/u.test(password) },
  { label: $localize`A symbol`, holds: (password) => /[^\p{L}\p{N}]/u.test(password) },
  {
    label: $localize`Not the e-mail address`,
    holds: (password, email) =>
      password !== '' && password.toLowerCase() !== email.trim().toLowerCase(),
  },
];

/** Whether a password keeps every rule that can be checked here. */
export function isPasswordAllowed(password: string, email: string): boolean {
  return PASSWORD_RULES.every(({ holds }) => holds(password, email));
}
