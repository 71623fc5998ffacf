/** What a credential may do: `read` lists and fetches, `write` changes assets and jobs, `admin` manages keys and settings. */
export const SCOPES = ['read', 'write', 'admin'] as const;

/** One permission of a credential. */
export type Scope = (typeof SCOPES)[number];

/** The scopes of an API key when none are asked for. */
export const DEFAULT_SCOPES: readonly Scope[] = ['read', 'write'];
