
export interface SignedUrl {
  /** To be put behind the server's address. */
  url: string;
  signature: string;
  /** Unix time in seconds, as in the URL. */
  expires?: number;
  /** The same as a date. */
  expiresAt?: string;
}
