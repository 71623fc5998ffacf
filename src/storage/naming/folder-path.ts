import { AssetPath } from '../../assets/asset-path.js';

/**
 * Reads a client's name of a folder; undefined for the root. Slashes around it mean nothing.
 * @throws {InvalidPathError}
 */
export function readFolder(value: string | undefined): AssetPath | undefined {
  const text = value?.trim().replace(/^\/+|\/+$/g, '') ?? '';
  return text === '' ? undefined : AssetPath.parse(text);
}
