import { AssetPath } from '../assets/asset-path.js';
import { DomainError } from '../errors/domain-error.js';
import { isStepSegment } from '../transform/language/read-tail.js';

const MAX_TRANSFORMATIONS = 20;

/** What a form says of how its files are to be stored. */
export interface UploadOptions {
  /** Undefined: the root. */
  readonly folder: AssetPath | undefined;
  readonly names: readonly string[];
  readonly transformations: readonly string[];
  readonly overwrite: boolean;
}

/**
 * Reads a form's fields.
 * @throws {DomainError} `invalid-path` or `invalid-request`, naming the field.
 */
export function readUploadOptions(fields: ReadonlyMap<string, readonly string[]>): UploadOptions {
  const known = ['folder', 'names', 'transformations', 'overwrite'];
  const unknown = [...fields.keys()].filter((field) => !known.includes(field));
  if (unknown.length > 0) {
    const message = `is no field of an upload; these are: files, ${known.join(', ')}`;
    throw invalid(unknown.map((field) => ({ field: field.slice(0, 100), message })));
  }
  const transformations = readList(fields.get('transformations') ?? []);
  if (transformations.length > MAX_TRANSFORMATIONS) {
    throw invalid([
      {
        field: 'transformations',
        message: `at most ${MAX_TRANSFORMATIONS} are rendered at upload`,
      },
    ]);
  }
  return {
    folder: readFolder(fields.get('folder')?.at(-1)),
    names: fields.get('names') ?? [],
    transformations,
    overwrite: readFlag('overwrite', fields.get('overwrite')?.at(-1)),
  };
}

/**
 * The path for a new asset. Names that a URL would read as a transformation are refused, so every URL has one reading.
 * @throws {DomainError} `invalid-path`.
 */
export function newAssetPath(folder: AssetPath | undefined, name: string): AssetPath {
  const path = AssetPath.parse(folder === undefined ? name : `${folder.value}/${name}`);
  // The last segment of a URL is never read as a step, so a name at the root is free.
  if (path.folder !== undefined && isStepSegment(path.firstSegment)) {
    const message = `"${path.firstSegment}" reads as a transformation, so no path can begin with it.`;
    throw new DomainError('invalid-path', message, {
      violations: [{ field: 'path', value: path.value, message }],
    });
  }
  return path;
}

function readFolder(value: string | undefined): AssetPath | undefined {
  const text = value?.trim().replace(/^\/+|\/+$/g, '') ?? '';
  return text === '' ? undefined : AssetPath.parse(text);
}

/** A list is either the field repeated, or one JSON array. */
function readList(values: readonly string[]): readonly string[] {
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
  throw invalid([
    { field: 'transformations', message: 'a JSON array of strings, or the field repeated' },
  ]);
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
