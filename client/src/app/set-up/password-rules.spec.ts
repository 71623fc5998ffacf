import { isPasswordAllowed } from './password-rules';

describe('the rules for passwords', () => {
  it.each(['Correct-Horse-7', 'ÄbcdefG1!', 'aB3$efgh'])('accept %s', (password) => {
    expect(isPasswordAllowed(password, 'ada@example.com')).toBe(true);
  });

  it.each(['', 'aB3$efg', 'correct-horse-7', 'CORRECT-HORSE-7', 'Correct-Horse', 'CorrectHorse7'])(
    'refuse “%s”',
    (password) => {
      expect(isPasswordAllowed(password, 'ada@example.com')).toBe(false);
    },
  );

  it('refuse the e-mail address in any case', () => {
    expect(isPasswordAllowed('Ada7@Example.com', 'ada7@example.com')).toBe(false);
  });
});
