import { AssetPath } from '../../assets/asset-path.js';
import { DomainError } from '../../errors/domain-error.js';
import { isStepSegment } from '../../transform/language/read-tail.js';

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
