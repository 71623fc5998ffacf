/** Where an exception holds. */
export type Where =
  /** Everywhere. */
  | 'everywhere'
  /** At operations that ask nobody for a credential. */
  | 'public operations'
  /** In what the server answers: schemas that no request uses, and responses. */
  | 'answers'
  /** At 401 answers, and those of public operations. */
  | 'answers without an actor'
  /** At the bytes of an uploaded file. */
  | 'files';

/** A rule that is not followed, where, and why. */
export interface Exception {
  readonly rule: string;
  readonly where: Where;
  readonly reason: string;
}

/** Every exception that the check of the OpenAPI document makes from `spectral:oas` and the OWASP rules. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    rule: 'owasp:api2:2023-jwt-best-practices',
    where: 'everywhere',
    reason:
      'The bearer token is an API key, 364 random bits, and no JWT; RFC 8725 says nothing of it.',
  },
  {
    rule: 'owasp:api2:2023-write-restricted',
    where: 'public operations',
    reason: 'Signing in and the first set-up are for people who have no credential yet.',
  },
  {
    rule: 'owasp:api2:2023-read-restricted',
    where: 'public operations',
    reason: 'Delivery, its status and health are public: that is what a media server is for.',
  },
  {
    rule: 'owasp:api8:2023-define-error-responses-401',
    where: 'public operations',
    reason: 'They ask nobody for a credential.',
  },
  {
    rule: 'owasp:api4:2023-rate-limit-responses-429',
    where: 'public operations',
    reason:
      'Those that cost something document 429; the others answer from memory and are not limited.',
  },
  {
    rule: 'owasp:api4:2023-rate-limit',
    where: 'answers without an actor',
    reason:
      'The limit is a credential’s: without one there is nothing to count, and no number to tell.',
  },
  {
    rule: 'owasp:api4:2023-string-limit',
    where: 'answers',
    reason: 'The rule is against inputs without bound; an answer is as long as what is stored.',
  },
  {
    rule: 'owasp:api4:2023-string-limit',
    where: 'files',
    reason: 'A file may have MAX_FILE_SIZE_MB, which each installation sets.',
  },
  {
    rule: 'owasp:api4:2023-string-restricted',
    where: 'everywhere',
    reason:
      'Names, paths and passwords are free text; each input has a length, and paths are parsed.',
  },
  {
    rule: 'owasp:api4:2023-array-limit',
    where: 'answers',
    reason: 'The rule is against inputs without bound; lists are paged.',
  },
];
