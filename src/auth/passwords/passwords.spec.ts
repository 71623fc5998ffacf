import { describe, expect, it } from 'vitest';
import { DomainError } from '../../errors/domain-error.js';
import { PasswordHasher } from './password-hasher.js';
import { assertPasswordAllowed } from './password-policy.js';

const EMAIL = 'ada.lovelace@example.com';

async function violations(password: string): Promise<readonly string[]> {
  try {
    await assertPasswordAllowed(password, EMAIL);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.message).not.toContain(password);
    return error.violations?.map(({ message }) => message) ?? [];
  }
}

describe('the password policy', () => {
  it.each(['Correct-Horse-7', 'Zażółć gęślą 1', 'a'.repeat(125) + 'A1!', 'pässWörd99§'])(
    'allows %s',
    async (password) => {
      expect(await violations(password)).toEqual([]);
    },
  );

  it.each([
    ['Short-1', 'at least 8'],
    ['correct-horse-7', 'upper-case'],
    ['CORRECT-HORSE-7', 'lower-case'],
    ['Correct-Horse', 'digit'],
    ['CorrectHorse7', 'symbol'],
    ['a'.repeat(126) + 'A1!', 'at most 128'],
    ['P@ssw0rd', 'commonest'],
    ['Pa$$w0rd', 'commonest'],
  ])('refuses %s: %s', async (password, reason) => {
    expect((await violations(password)).join()).toContain(reason);
  });

  it('refuses the e-mail address', async () => {
    await expect(assertPasswordAllowed('Ada7@Example.com', 'ada7@example.com')).rejects.toThrow(
      'e-mail',
    );
    await expect(assertPasswordAllowed('Lovelace-1815!', 'lovelace@example.com')).rejects.toThrow(
      'e-mail',
    );
  });

  it('names every broken rule at once', async () => {
    expect(await violations('abc')).toHaveLength(4);
  });
});

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();

  it('hashes with bcrypt, differently each time', async () => {
    const [one, two] = await Promise.all([
      hasher.hash('Correct-Horse-7'),
      hasher.hash('Correct-Horse-7'),
    ]);
    expect(one).toMatch(/^\$2b\$12\$/);
    expect(one).not.toBe(two);
    expect(await hasher.verify('Correct-Horse-7', one)).toBe(true);
    expect(await hasher.verify('correct-horse-7', one)).toBe(false);
  });

  it('lets every byte count: beyond the 72nd, and after a zero byte', async () => {
    const long = 'Aa1!'.repeat(30);
    const hash = await hasher.hash(`${long}x`);
    expect(await hasher.verify(`${long}y`, hash)).toBe(false);
    expect(await hasher.verify(`${long}x`, hash)).toBe(true);
    const zero = await hasher.hash('Aa1!\0one');
    expect(await hasher.verify('Aa1!\0two', zero)).toBe(false);
  });
});
