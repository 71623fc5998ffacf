import type { AssetPath } from '../../assets/asset-path.js';
import { mediaTypeOfExtension } from '../../assets/media-types.js';
import { DomainError } from '../../errors/domain-error.js';
import { readFolder } from './folder-path.js';
import { newAssetPath } from './new-asset-path.js';

/**
 * The path that a client wants something to have. A destination that ends in a slash is a folder to put it into.
 * @throws {DomainError} `invalid-path`; `conflict` when it lies within what is moved or copied.
 */
export function destinationOf(destination: string, from: AssetPath): AssetPath {
  const into = destination.trim() === '' || destination.trimEnd().endsWith('/');
  const folder = into ? readFolder(destination) : undefined;
  const to = into ? newAssetPath(folder, from.name) : newAssetPath(undefined, destination.trim());
  if (to.value.startsWith(`${from.value}/`)) {
    throw new DomainError('conflict', 'Nothing can be put into itself.');
  }
  return to;
}

/**
 * The ending says what an asset is, and that has been checked when it was stored.
 * @throws {DomainError} `unsupported-media-type`.
 */
export function assertSameKind(from: AssetPath, to: AssetPath): void {
  const kind = mediaTypeOfExtension(from.extension);
  if (kind !== undefined && mediaTypeOfExtension(to.extension) === kind) return;
  throw new DomainError(
    'unsupported-media-type',
    `The ending of "${to.name}" does not say what ".${from.extension}" says.`,
  );
}

/**
 * Below a folder whose name a URL would read as a transformation nothing could be delivered.
 * @throws {DomainError} `invalid-path`.
 */
export function assertFolderName(folder: AssetPath): void {
  newAssetPath(folder, 'name');
}
