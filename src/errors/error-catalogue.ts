/** One row per way a request can fail: the problem's stable code, its HTTP status and its title. */
export const ERROR_CATALOGUE = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'invalid-path': { status: 400, title: 'The path is not a valid asset path' },
  'invalid-transformation': { status: 400, title: 'The transformation is not valid' },
  'transformation-not-available': { status: 400, title: 'The transformation is not available' },
  'upload-refused': { status: 400, title: 'No file was stored' },
  unauthenticated: { status: 401, title: 'A valid credential is needed' },
  'signature-used-up': { status: 403, title: 'The upload signature is used up' },
  forbidden: { status: 403, title: 'The credential does not allow this' },
  'not-found': { status: 404, title: 'Nothing lies at this address' },
  'unknown-asset': { status: 404, title: 'There is no such asset' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'not-acceptable': { status: 406, title: 'No acceptable representation exists' },
  'setup-complete': { status: 409, title: 'The set-up is done already' },
  conflict: { status: 409, title: 'The request conflicts with what is stored' },
  'url-expired': { status: 410, title: 'The signed URL has expired' },
  'signature-expired': { status: 410, title: 'The upload signature has expired' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The media type is not supported' },
  'range-not-satisfiable': { status: 416, title: 'The range cannot be satisfied' },
  'unprocessable-asset': { status: 422, title: 'The asset cannot be processed' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'request-headers-too-large': { status: 431, title: 'The request headers are too large' },
  'internal-error': { status: 500, title: 'The server failed' },
  'too-busy': { status: 503, title: 'The server is too busy' },
  unavailable: { status: 503, title: 'A part of the service is unavailable' },
  'timed-out': { status: 503, title: 'The work took too long' },
  'insufficient-storage': { status: 507, title: 'The storage is full' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

/** The stable name of a failure; the last segment of a problem's `type`. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;
