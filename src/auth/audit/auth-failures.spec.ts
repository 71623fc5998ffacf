import { describe, expect, it } from 'vitest';
import { authFailureOf } from './auth-failures.js';

describe('authFailureOf', () => {
  it.each([
    ['api_key.failed', 'expired', 'expired'],
    ['session.rejected', 'origin-not-trusted', 'origin-not-trusted'],
    ['access.denied', 'no-credential', 'no-credential'],
    ['access.denied', 'scope write, admin', 'missing-scope'],
    ['sign_in.failed', 'anything', 'wrong-credentials'],
    ['api_key.rate_limited', '137/60 s', 'rate-limited'],
    ['sign_in.rate_limited', 'anything', 'sign-in-rate-limited'],
    ['password.change_failed', 'rate-limited', 'sign-in-rate-limited'],
    ['password.change_failed', 'wrong-password', undefined],
    ['upload.rejected', 'too-large', undefined],
  ] as const)('of %s (%s) is %s', (event, reason, expected) => {
    expect(authFailureOf({ event, outcome: 'failure', reason })).toBe(expected);
  });

  it('is none for a success', () => {
    expect(authFailureOf({ event: 'api_key.success', outcome: 'success' })).toBeUndefined();
  });
});
