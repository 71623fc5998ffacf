import { AssetPath } from '../../assets/asset-path.js';

/**
 * Where a path at or below `from` lies when `from` has become `to`.
 * @throws {InvalidPathError} when that is too long.
 */
export function rebase(path: AssetPath, from: AssetPath, to: AssetPath): AssetPath {
  return AssetPath.parse(to.value + path.value.slice(from.value.length));
}
