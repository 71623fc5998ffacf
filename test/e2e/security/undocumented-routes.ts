/** A route that is kept out of the document, and what it tells everybody, whatever they send along. */
export interface UndocumentedRoute {
  readonly method: string;
  /** As the router names it. */
  readonly pattern: string;
  /** An address of it. */
  readonly path: string;
  readonly status: number;
  readonly problem: string;
}

/** The routes that are kept out of the document: one that is closed for good, and the console's for every other address. */
export const UNDOCUMENTED: readonly UndocumentedRoute[] = [
  {
    method: 'POST',
    pattern: '/api/auth/sign-up/email',
    path: '/api/auth/sign-up/email',
    status: 403,
    problem: 'forbidden',
  },
  {
    method: 'GET',
    pattern: '/{*path}',
    path: '/no/such/address',
    status: 404,
    problem: 'not-found',
  },
];
