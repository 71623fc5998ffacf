import type { AuditEntry } from '../../access/audit.js';

/** Why a credential was refused, in one of a few words; undefined for an event that is no refusal. */
export function authFailureOf({ event, outcome, reason }: AuditEntry): string | undefined {
  if (outcome !== 'failure') return undefined;
  switch (event) {
    case 'api_key.failed':
    case 'session.rejected':
      // The credential readers' own words: unknown, expired, disabled and the like.
      return reason ?? 'unknown';
    case 'upload.rejected':
      // Of the refusals of uploads these are about the credential.
      return reason?.startsWith('signature-') === true ? reason : undefined;
    case 'access.denied':
      return reason === 'no-credential' ? reason : 'missing-scope';
    case 'sign_in.failed':
      return 'wrong-credentials';
    case 'api_key.rate_limited':
      return 'rate-limited';
    // A busy client of a good key is one thing, somebody who goes on guessing a password another.
    case 'sign_in.rate_limited':
      return 'sign-in-rate-limited';
    case 'password.change_failed':
      return reason === 'rate-limited' ? 'sign-in-rate-limited' : undefined;
    default:
      return undefined;
  }
}
