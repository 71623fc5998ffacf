import type { Stats } from 'node:fs';
import type { ObjectStat } from '../object-store.js';

/** What the file system tells of an object. */
export function describeFile(stats: Stats): ObjectStat {
  return {
    size: stats.size,
    modifiedAt: stats.mtime,
    revision: `${stats.ino.toString(36)}-${stats.size.toString(36)}-${stats.mtimeMs.toString(36)}`,
  };
}
