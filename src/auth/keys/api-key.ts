import { SCOPES, type Scope } from '../../access/scopes.js';
import type { ApiKeyRow } from '../accounts/auth-database.js';

/** What is known of an API key; never the key itself. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The key's first characters, to tell keys apart. */
  readonly start: string | null;
  readonly prefix: string | null;
  /** The account that owns it. */
  readonly ownerId: string;
  readonly enabled: boolean;
  readonly scopes: readonly Scope[];
  /** Requests a window allows; null: the server's default. */
  readonly rateLimit: number | null;
  readonly requestCount: number;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The columns that say what is known of a key; its hash is not among them. */
export const KEY_COLUMNS = [
  'id',
  'name',
  'start',
  'prefix',
  'referenceId',
  'enabled',
  'permissions',
  'rateLimitMax',
  'requestCount',
  'lastRequest',
  'expiresAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof ApiKeyRow)[];

/** A row of these columns. */
export type KeyRow = Pick<ApiKeyRow, (typeof KEY_COLUMNS)[number]>;

/** Under what name our scopes lie among a key's permissions. */
const PERMISSION = 'openinary';

/** Reads a row of the `apiKey` table. */
export function toApiKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name ?? '',
    start: row.start,
    prefix: row.prefix,
    ownerId: row.referenceId,
    enabled: Boolean(row.enabled),
    scopes: readScopes(row.permissions),
    rateLimit: row.rateLimitMax,
    requestCount: row.requestCount ?? 0,
    lastUsedAt: toDate(row.lastRequest),
    expiresAt: toDate(row.expiresAt),
    createdAt: new Date(row.createdAt),
    updatedAt: new Date(row.updatedAt),
  };
}

/** Scopes in the form Better Auth keeps permissions in. */
export function toPermissions(scopes: readonly Scope[]): Record<string, string[]> {
  return { [PERMISSION]: SCOPES.filter((scope) => scopes.includes(scope)) };
}

/** A key whose permissions cannot be read may do nothing. */
function readScopes(permissions: string | null): readonly Scope[] {
  if (permissions === null) return [];
  let value: unknown;
  try {
    value = JSON.parse(permissions);
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null || !(PERMISSION in value)) return [];
  const granted: unknown = value[PERMISSION];
  return Array.isArray(granted) ? SCOPES.filter((scope) => granted.includes(scope)) : [];
}

function toDate(moment: string | Date | null): Date | null {
  return moment === null ? null : new Date(moment);
}
