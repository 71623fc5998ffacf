import type { Insertable, Selectable } from 'kysely';
import type { AssetPath } from '../asset-path.js';
import type { Visibility } from '../asset.js';
import { mediaTypeOfExtension } from '../media-types.js';
import type { ObjectStat } from '../object-store.js';
import type { AssetTables } from './asset-tables.js';

/** What was measured of an asset's content once, so that it need not be read again. */
export interface AssetFacts {
  /** Displayed size, px. */
  readonly width?: number;
  readonly height?: number;
  /** EXIF orientation, 1 to 8. */
  readonly orientation?: number;
  readonly hasAlpha?: boolean;
  readonly frames?: number;
  /** Seconds. */
  readonly duration?: number;
  readonly codec?: string;
  /** Frames per second. */
  readonly fps?: number;
  /** Whether there is sound. */
  readonly audio?: boolean;
}

/** What people say of an asset; it is nowhere but in the index. */
export interface AssetMarks {
  readonly visibility: Visibility;
  readonly tags: readonly string[];
}

/** What an asset is when nobody said anything of it. */
export const DEFAULT_MARKS: AssetMarks = { visibility: 'public', tags: [] };

/** What is known of an object's bytes. */
export interface AssetContent {
  readonly stat: ObjectStat;
  /** Undefined until the object has been read. */
  readonly version: string | undefined;
  /** Undefined until measured. */
  readonly facts: AssetFacts | undefined;
}

/** One indexed asset. What it says of the content holds only while the object's revision is the same. */
export interface IndexedAsset extends AssetContent, AssetMarks {
  readonly createdAt: Date;
}

type AssetRow = Selectable<AssetTables['asset']>;

/** The indexed asset that a row holds. */
export function readRow(row: AssetRow): IndexedAsset {
  return {
    stat: {
      size: row.size,
      modifiedAt: new Date(row.modified_at),
      revision: row.revision,
    },
    version: row.version ?? undefined,
    facts: row.facts === null ? undefined : (JSON.parse(row.facts) as AssetFacts),
    createdAt: new Date(row.created_at),
    visibility: readVisibility(row.visibility),
    tags: readTags(row.tags),
  };
}

/** The row of an asset. */
export function toRow(
  path: AssetPath,
  { createdAt, visibility, tags, ...content }: IndexedAsset,
): Insertable<AssetTables['asset']> {
  return {
    ...placeColumns(path, tags),
    ...contentColumns(content),
    created_at: createdAt.getTime(),
    visibility,
    tags: JSON.stringify(tags),
  };
}

/** The columns that follow from where an asset lies. */
export function placeColumns(path: AssetPath, tags: readonly string[]) {
  const mediaType = mediaTypeOfExtension(path.extension);
  return {
    path: path.value,
    folder: path.folder?.value ?? '',
    name: path.name,
    search: searchText(path, tags),
    kind: mediaType?.kind ?? '',
    content_type: mediaType?.contentType ?? '',
  };
}

/** The columns that follow from an asset's bytes. */
export function contentColumns({ stat, version, facts }: AssetContent) {
  return {
    size: stat.size,
    modified_at: stat.modifiedAt.getTime(),
    revision: stat.revision,
    version: version ?? null,
    facts: facts === undefined ? null : JSON.stringify(facts),
  };
}

/** What a search looks in: the path and the tags, in lower case. */
export function searchText(path: AssetPath, tags: readonly string[]): string {
  return [path.value, ...tags].join('\n').toLowerCase();
}

/** Unknown words are read as the careful one. */
export function readVisibility(text: string): Visibility {
  return text === 'public' ? 'public' : 'private';
}

/** The tags of a column. */
export function readTags(text: string): readonly string[] {
  return JSON.parse(text) as string[];
}
