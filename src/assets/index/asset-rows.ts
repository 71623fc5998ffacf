import type { Transaction } from 'kysely';
import type { AssetPath } from '../asset-path.js';
import {
  contentColumns,
  DEFAULT_MARKS,
  placeColumns,
  readTags,
  readVisibility,
  searchText,
  toRow,
  type AssetContent,
  type AssetMarks,
} from './asset-record.js';
import type { AssetTables } from './asset-tables.js';

/** A transaction that changes the index. */
export type Writing = Transaction<AssetTables>;

/** An asset to remember. */
export interface IndexEntry {
  readonly path: AssetPath;
  readonly content: AssetContent;
  /** When it was first stored, should it be new. */
  readonly createdAt: Date;
}

/**
 * Remembers one asset with its folders and the totals.
 * @param extent `only-new` leaves what is known of its content as it is.
 * @returns what people say of it.
 */
export async function saveOne(
  writing: Writing,
  { path, content, createdAt }: IndexEntry,
  extent: 'all' | 'only-new' = 'all',
): Promise<AssetMarks> {
  const before = await writing
    .selectFrom('asset')
    .select(['size', 'visibility', 'tags'])
    .where('path', '=', path.value)
    .executeTakeFirst();
  const reserved = await takeReservation(writing, path);
  const marks = reserved ?? (before && readMarks(before)) ?? (await marksOfUnknown(writing));
  if (before === undefined) {
    await addFolders(writing, path.folder);
    const row = toRow(path, { ...content, createdAt, ...marks });
    await writing.insertInto('asset').values(row).execute();
  } else {
    await writing
      .updateTable('asset')
      .set({ ...(extent === 'all' && contentColumns(content)), ...markColumns(path, marks) })
      .where('path', '=', path.value)
      .execute();
    if (extent === 'only-new') return marks;
  }
  const bytes = content.stat.size - (before?.size ?? 0);
  await addToTotals(writing, before === undefined ? 1 : 0, bytes);
  return marks;
}

/** Remembers assets that are not known; the others only take what is reserved for them. The statements are few. */
export async function addRows(writing: Writing, entries: readonly IndexEntry[]): Promise<void> {
  const paths = entries.map(({ path }) => path.value);
  const rows = await writing
    .selectFrom('asset')
    .select('path')
    .where('path', 'in', paths)
    .execute();
  const known = new Set(rows.map(({ path }) => path));
  const fresh = entries.filter(({ path }) => !known.has(path.value));
  for (const entry of entries)
    if (known.has(entry.path.value)) await saveOne(writing, entry, 'only-new');
  if (fresh.length === 0) return;
  const reserved = await writing
    .deleteFrom('asset_reservation')
    .where(
      'path',
      'in',
      fresh.map(({ path }) => path.value),
    )
    .returning(['path', 'visibility', 'tags'])
    .execute();
  const marksOf = new Map(reserved.map((row) => [row.path, readMarks(row)]));
  const folders = new Map(fresh.map(({ path: { folder } }) => [folder?.value, folder]));
  for (const folder of folders.values()) await addFolders(writing, folder);
  const others = await marksOfUnknown(writing);
  const values = fresh.map(({ path, content, createdAt }) =>
    toRow(path, { ...content, createdAt, ...(marksOf.get(path.value) ?? others) }),
  );
  await writing.insertInto('asset').values(values).execute();
  await addToTotals(writing, fresh.length, sum(fresh.map(({ content }) => content.stat.size)));
}

/** What people say of the asset of a row. */
export function readMarks({ visibility, tags }: { visibility: string; tags: string }): AssetMarks {
  return { visibility: readVisibility(visibility), tags: readTags(tags) };
}

/** The columns that follow from what people say of an asset. */
export function markColumns(path: AssetPath, { visibility, tags }: AssetMarks) {
  return { visibility, tags: JSON.stringify(tags), search: searchText(path, tags) };
}

/** Gives rows other paths. The statements are few, since each of them keeps other requests waiting. */
export async function renameRows(
  writing: Writing,
  pairs: readonly { readonly from: AssetPath; readonly to: AssetPath }[],
): Promise<void> {
  const sources = pairs.map(({ from }) => from.value);
  const rows = await writing
    .selectFrom('asset')
    .select(['path', 'tags'])
    .where('path', 'in', sources)
    .execute();
  const tagsOf = new Map(rows.map(({ path, tags }) => [path, readTags(tags)]));
  const known = pairs.filter(({ from }) => tagsOf.has(from.value));
  if (known.length === 0) return;
  const targets = known.map(({ to }) => to.value);
  const folders = new Map(known.map(({ to: { folder } }) => [folder?.value, folder]));
  for (const folder of folders.values()) await addFolders(writing, folder);
  await deleteRows(writing, targets);
  await writing.deleteFrom('asset_reservation').where('path', 'in', targets).execute();
  for (const { from, to } of known) {
    await writing
      .updateTable('asset')
      .set(placeColumns(to, tagsOf.get(from.value) ?? []))
      .where('path', '=', from.value)
      .execute();
  }
}

/** Forgets assets, the totals included. */
export async function deleteRows(writing: Writing, paths: readonly string[]): Promise<void> {
  const rows = await writing
    .deleteFrom('asset')
    .where('path', 'in', paths)
    .returning('size')
    .execute();
  if (rows.length === 0) return;
  await addToTotals(writing, -rows.length, -sum(rows.map(({ size }) => size)));
}

/** What an object is that nobody said anything of: private while the index may have forgotten that somebody did. */
async function marksOfUnknown(writing: Writing): Promise<AssetMarks> {
  const caution = await writing.selectFrom('asset_caution').select('id').executeTakeFirst();
  return caution === undefined ? DEFAULT_MARKS : { ...DEFAULT_MARKS, visibility: 'private' };
}

async function takeReservation(writing: Writing, path: AssetPath): Promise<AssetMarks | undefined> {
  const row = await writing
    .deleteFrom('asset_reservation')
    .where('path', '=', path.value)
    .returning(['visibility', 'tags'])
    .executeTakeFirst();
  return row && readMarks(row);
}

/** Remembers a folder and those above it. */
export async function addFolders(writing: Writing, folder: AssetPath | undefined): Promise<void> {
  for (let path = folder; path !== undefined; path = path.folder) {
    const { numInsertedOrUpdatedRows } = await writing
      .insertInto('folder')
      .values({
        path: path.value,
        parent: path.folder?.value ?? '',
        name: path.name,
        search: path.value.toLowerCase(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    // Where a folder is known, those above it are.
    if (Number(numInsertedOrUpdatedRows ?? 0) === 0) return;
  }
}

async function addToTotals(writing: Writing, files: number, bytes: number): Promise<void> {
  await writing
    .updateTable('asset_totals')
    .set(({ eb }) => ({
      files: eb('files', '+', files),
      bytes: eb('bytes', '+', bytes),
      updated_at: Date.now(),
    }))
    .execute();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
