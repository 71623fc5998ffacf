import type { AssetPath } from '../../assets/asset-path.js';
import { VISIBILITIES } from '../../assets/asset.js';
import { DEFAULT_MARKS, type AssetMarks } from '../../assets/index/asset-record.js';
import { DomainError } from '../../errors/domain-error.js';
import { readFolder } from '../naming/folder-path.js';
import { readTags } from '../naming/tags.js';

/** Transformations that one upload has rendered. */
export const MOST_PREWARMED = 20;

/** What a form says of how its files are to be stored. */
export interface UploadOptions {
  /** Undefined: the root. */
  readonly folder: AssetPath | undefined;
  readonly names: readonly string[];
  readonly transformations: readonly string[];
  readonly overwrite: boolean;
  /** Undefined when the form says nothing of it. */
  readonly marks: AssetMarks | undefined;
}

/**
 * Reads a form's fields.
 * @throws {DomainError} `invalid-path` or `invalid-request`, naming the field.
 */
export function readUploadOptions(fields: ReadonlyMap<string, readonly string[]>): UploadOptions {
  const known = ['folder', 'names', 'transformations', 'overwrite', 'visibility', 'tags'];
  const unknown = [...fields.keys()].filter((field) => !known.includes(field));
  if (unknown.length > 0) {
    const message = `is no field of an upload; these are: files, ${known.join(', ')}`;
    throw invalid(unknown.map((field) => ({ field: field.slice(0, 100), message })));
  }
  const transformations = readList('transformations', fields.get('transformations') ?? []);
  if (transformations.length > MOST_PREWARMED) {
    throw invalid([
      {
        field: 'transformations',
        message: `at most ${MOST_PREWARMED} are rendered at upload`,
      },
    ]);
  }
  return {
    folder: readFolder(fields.get('folder')?.at(-1)),
    names: fields.get('names') ?? [],
    transformations,
    overwrite: readFlag('overwrite', fields.get('overwrite')?.at(-1)),
    marks: readMarks(fields.get('visibility')?.at(-1), fields.get('tags') ?? []),
  };
}

function readMarks(
  visibility: string | undefined,
  tags: readonly string[],
): AssetMarks | undefined {
  const list = readTags(readList('tags', tags));
  if (visibility === undefined || visibility === '')
    return list.length === 0 ? undefined : { ...DEFAULT_MARKS, tags: list };
  const known = VISIBILITIES.find((name) => name === visibility);
  if (known === undefined) {
    throw invalid([
      { field: 'visibility', value: visibility.slice(0, 100), message: VISIBILITIES.join(' or ') },
    ]);
  }
  return { visibility: known, tags: list };
}

/**
 * A list is either the field repeated, or one JSON array.
 * @throws {DomainError} `invalid-request`, naming the field.
 */
export function readList(field: string, values: readonly string[]): readonly string[] {
  const [only] = values;
  if (values.length !== 1 || only?.trimStart().startsWith('[') !== true) {
    return values.filter((value) => value !== '');
  }
  try {
    const parsed: unknown = JSON.parse(only);
    if (Array.isArray(parsed) && parsed.every((item) => typeof item === 'string')) return parsed;
  } catch {
    // Answered below, like an array of other things.
  }
  throw invalid([{ field, message: 'a JSON array of strings, or the field repeated' }]);
}

function readFlag(field: string, value: string | undefined): boolean {
  if (value === undefined || value === '' || value === 'false' || value === '0') return false;
  if (value === 'true' || value === '1') return true;
  throw invalid([{ field, value: value.slice(0, 100), message: 'true or false' }]);
}

function invalid(
  violations: readonly { field: string; value?: string; message: string }[],
): DomainError {
  const detail = violations.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new DomainError('invalid-request', `${detail}.`, { violations });
}
