import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { AssetPath } from './asset-path.js';
import { UnknownAssetError } from './asset.js';
import {
  ObjectExistsError,
  ObjectStore,
  type ByteRange,
  type Collision,
  type FolderEntry,
  type LocalFile,
  type ObjectStat,
} from './object-store.js';

/** Keeps originals as plain files: an asset's path is its path below the directory. */
@Injectable()
export class LocalObjectStore extends ObjectStore {
  private readonly root: string;

  constructor(environment: Environment) {
    super();
    this.root = environment.originalsDirectory;
  }

  override async stat(path: AssetPath): Promise<ObjectStat | undefined> {
    const stats = await orUndefined(stat(this.locate(path)));
    return stats?.isFile() === true ? describe(stats) : undefined;
  }

  override async read(path: AssetPath, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const stats = await orUndefined(stat(this.locate(path)));
    if (stats?.isFile() !== true) throw new UnknownAssetError(path);
    return createReadStream(this.locate(path), { ...range, ...(signal && { signal }) });
  }

  override async take(file: string, path: AssetPath, collision: Collision): Promise<ObjectStat> {
    const target = this.locate(path);
    await this.makeFolder(path);
    const stats = await stat(file);
    try {
      if (collision === 'replace') {
        await rename(file, target);
      } else {
        // A hard link, unlike a rename, fails when the name is taken: two uploads of one name can't both win.
        await link(file, target);
        await unlink(file);
      }
    } catch (error) {
      if (hasCode(error, 'EEXIST', 'EISDIR', 'ENOTDIR')) throw new ObjectExistsError(path);
      throw error;
    }
    await syncDirectory(dirname(target));
    return describe(stats);
  }

  override async delete(path: AssetPath): Promise<boolean> {
    if ((await this.stat(path)) === undefined) return false;
    const removed = await orUndefined(unlink(this.locate(path)).then(() => true));
    await syncDirectory(dirname(this.locate(path)));
    return removed === true;
  }

  override async list(folder: AssetPath | undefined): Promise<readonly FolderEntry[] | undefined> {
    const directory = folder === undefined ? this.root : this.locate(folder);
    const names = await orUndefined(readdir(directory));
    if (names === undefined) return folder === undefined ? [] : undefined;
    const entries = await Promise.all(names.sort().map((name) => this.describeEntry(folder, name)));
    return entries.filter((entry) => entry !== undefined);
  }

  override async localFile(path: AssetPath): Promise<LocalFile> {
    if ((await this.stat(path)) === undefined) throw new UnknownAssetError(path);
    return { path: this.locate(path), [Symbol.asyncDispose]: () => Promise.resolve() };
  }

  override async check(): Promise<void> {
    await mkdir(this.root, { recursive: true });
    const probe = join(this.root, `.probe-${randomUUID()}`);
    await writeFile(probe, '');
    await rm(probe);
  }

  private locate(path: AssetPath): string {
    return join(this.root, path.value);
  }

  private async makeFolder(path: AssetPath): Promise<void> {
    try {
      await mkdir(dirname(this.locate(path)), { recursive: true });
    } catch (error) {
      // A file lies where a folder of the path should be.
      if (hasCode(error, 'EEXIST', 'ENOTDIR')) throw new ObjectExistsError(path.folder ?? path);
      throw error;
    }
  }

  /** Undefined for what cannot be an asset: hidden files, links, names no client could have given. */
  private async describeEntry(
    folder: AssetPath | undefined,
    name: string,
  ): Promise<FolderEntry | undefined> {
    let path: AssetPath;
    try {
      path = folder === undefined ? AssetPath.parse(name) : folder.join(name);
    } catch {
      // The operator put it there under a name that has no URL.
      return undefined;
    }
    const stats = await orUndefined(stat(this.locate(path)));
    if (stats?.isDirectory() === true) return { kind: 'folder', name: path.name, path };
    if (stats?.isFile() === true)
      return { kind: 'file', name: path.name, path, stat: describe(stats) };
    return undefined;
  }
}

function describe(stats: Stats): ObjectStat {
  return {
    size: stats.size,
    modifiedAt: stats.mtime,
    revision: `${stats.ino.toString(36)}-${stats.size.toString(36)}-${stats.mtimeMs.toString(36)}`,
  };
}

/** Makes a new name survive a power cut: POSIX keeps names in the directory, which has to be synced itself. */
async function syncDirectory(directory: string): Promise<void> {
  await using handle = await open(directory, 'r');
  await handle.sync();
}

/** The outcome, or undefined when nothing lies there. */
async function orUndefined<T>(outcome: Promise<T>): Promise<T | undefined> {
  try {
    return await outcome;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
