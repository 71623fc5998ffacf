import type { AssetPath } from '../../assets/asset-path.js';
import type { ObjectStore } from '../../assets/object-store.js';

/** What lies at a path of the store, if anything. */
export async function kindAt(
  store: ObjectStore,
  path: AssetPath,
): Promise<'asset' | 'folder' | undefined> {
  if ((await store.stat(path)) !== undefined) return 'asset';
  return (await store.hasFolder(path)) ? 'folder' : undefined;
}
