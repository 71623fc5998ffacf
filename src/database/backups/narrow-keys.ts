import type { SqliteConnection } from '../open-sqlite.js';

/** What a row of `apiKey` says a key may do; a column that a database does not have is undefined. */
interface KeyRights {
  readonly id: string;
  /** JSON: actions by permission. */
  readonly permissions: string | null;
  /** Requests a window; null: the server's default. */
  readonly rateLimitMax?: number | null;
  /** ISO 8601; null: never. */
  readonly expiresAt?: string | null;
}

/** Columns to be written over those of a restored key. */
type Narrowing = readonly (readonly [column: keyof KeyRights, value: string | number | null])[];

const ENABLED_IN_BOTH = `
  FROM main.apiKey AS mine JOIN old.apiKey AS was ON was.id = mine.id AND was.key = mine.key
  WHERE mine.enabled IS NOT 0 ORDER BY mine.id`;

/**
 * Leaves the enabled keys of a restored database (`main`) no more than the same keys may do now (`old`). One whose rights
 * cannot be compared is disabled.
 */
export function narrowKeys(database: SqliteConnection): {
  readonly narrowed: number;
  readonly disabled: number;
} {
  const restored = database.prepare<[], KeyRights>(`SELECT mine.* ${ENABLED_IN_BOTH}`).all();
  const now = database.prepare<[], KeyRights>(`SELECT was.* ${ENABLED_IN_BOTH}`).all();
  const count = { narrowed: 0, disabled: 0 };
  for (const [index, mine] of restored.entries()) {
    const was = now[index];
    const narrowing = was && narrowingOf(mine, was);
    if (narrowing?.length === 0) continue;
    if (narrowing?.every(([column]) => column in mine)) {
      for (const [column, value] of narrowing)
        database.prepare(`UPDATE main.apiKey SET ${column} = ? WHERE id = ?`).run(value, mine.id);
      count.narrowed += 1;
    } else {
      database.prepare('UPDATE main.apiKey SET enabled = 0 WHERE id = ?').run(mine.id);
      count.disabled += 1;
    }
  }
  return count;
}

/**
 * What makes the rights of a key no wider than those it has now.
 * @returns undefined when that cannot be told.
 */
function narrowingOf(mine: KeyRights, was: KeyRights): Narrowing | undefined {
  const granted = readPermissions(mine.permissions);
  const allowed = readPermissions(was.permissions);
  const expiry = momentOf(mine.expiresAt);
  const dueNow = momentOf(was.expiresAt);
  if (!granted || !allowed || Number.isNaN(expiry) || Number.isNaN(dueNow)) return undefined;
  const columns: [keyof KeyRights, string | number | null][] = [];
  if (granted.some((action) => !allowed.includes(action)))
    columns.push(['permissions', toJson(granted.filter((action) => allowed.includes(action)))]);
  if (expiry > dueNow) columns.push(['expiresAt', was.expiresAt ?? null]);
  // What the server's default is nobody knows here: where one of them has it, that of now holds.
  const limit = mine.rateLimitMax ?? null;
  const limitNow = was.rateLimitMax ?? null;
  const isWider = limit === null || limitNow === null ? limit !== limitNow : limit > limitNow;
  if (isWider) columns.push(['rateLimitMax', limitNow]);
  return columns;
}

type Action = string;

/** Each action as `permission action`, as JSON so that no name can be two; undefined when they cannot be read. */
function readPermissions(text: string | null): readonly Action[] | undefined {
  if (text === null || text === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const actions: Action[] = [];
  for (const [permission, names] of Object.entries(value)) {
    if (!Array.isArray(names)) return undefined;
    for (const name of names) actions.push(JSON.stringify([permission, name]));
  }
  return actions;
}

function toJson(actions: readonly Action[]): string {
  const permissions = new Map<string, unknown[]>();
  for (const action of actions) {
    const [permission, name] = JSON.parse(action) as [string, unknown];
    permissions.set(permission, [...(permissions.get(permission) ?? []), name]);
  }
  return JSON.stringify(Object.fromEntries(permissions));
}

/** Milliseconds; infinite for never, NaN for what is no moment. */
function momentOf(text: string | null | undefined): number {
  return text === null || text === undefined ? Infinity : new Date(text).getTime();
}
