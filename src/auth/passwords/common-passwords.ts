/**
 * Whether a password is among the 49 000 commonest of published leaks, in whatever case. The list is that of
 * `@zxcvbn-ts/language-common`; it is read when the first password is set and not before.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return dictionary['passwords-common'].includes(password.toLowerCase());
}
