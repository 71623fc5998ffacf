import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  open,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { MAX_PATH_BYTES, type AssetPath } from '../asset-path.js';
import { UnknownAssetError } from '../asset.js';
import {
  ObjectExistsError,
  ObjectStore,
  type ByteRange,
  type Collision,
  type LocalFile,
  type ObjectStat,
  type StoreEntry,
} from '../object-store.js';
import { hasCode, orUndefined } from '../../files/absence.js';
import { syncDirectory } from '../../files/sync-directory.js';
import { filePieces } from './file-pieces.js';
import { describeFile } from './file-stat.js';
import { LeftOut } from '../left-out.js';
import { longestPathBelow, walkDirectory } from './local-walk.js';
import { inLargePieces } from './read-pieces.js';

/** Keeps originals as plain files: an asset's path is its path below the directory. */
@Injectable()
export class LocalObjectStore extends ObjectStore {
  override readonly longestPath = MAX_PATH_BYTES;
  private readonly logger = new Logger(LocalObjectStore.name);
  private readonly root: string;
  private readonly temporary: string;

  constructor(environment: Environment) {
    super();
    this.root = environment.originalsDirectory;
    this.temporary = environment.temporaryDirectory;
  }

  override async stat(path: AssetPath): Promise<ObjectStat | undefined> {
    const stats = await orUndefined(stat(this.locate(path)));
    return stats?.isFile() === true ? describeFile(stats) : undefined;
  }

  override async read(path: AssetPath, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const stats = await orUndefined(stat(this.locate(path)));
    if (stats?.isFile() !== true) throw new UnknownAssetError(path);
    return createReadStream(this.locate(path), {
      ...inLargePieces(range),
      ...(signal && { signal }),
    });
  }

  override async *pieces(path: AssetPath, signal?: AbortSignal): AsyncGenerator<Buffer, undefined> {
    const isFile = (await this.stat(path)) !== undefined;
    const file = isFile ? await orUndefined(open(this.locate(path), 'r')) : undefined;
    if (file === undefined) throw new UnknownAssetError(path);
    return yield* filePieces(file, signal);
  }

  override async take(file: string, path: AssetPath, collision: Collision): Promise<ObjectStat> {
    await this.makeParent(path);
    const stats = await stat(file);
    if (collision === 'refuse') await this.linkTo(file, path);
    else await refusingCollision(path, rename(file, this.locate(path)));
    await syncDirectory(dirname(this.locate(path)));
    return describeFile(stats);
  }

  override async delete(path: AssetPath): Promise<boolean> {
    if ((await this.stat(path)) === undefined) return false;
    const removed = await orUndefined(unlink(this.locate(path)).then(() => true));
    await syncDirectory(dirname(this.locate(path)));
    return removed === true;
  }

  override async move(from: AssetPath, to: AssetPath): Promise<ObjectStat> {
    const [source, target] = await Promise.all([this.stat(from), this.stat(to)]);
    if (source === undefined) throw new UnknownAssetError(from);
    await this.makeParent(to);
    if (target?.revision === source.revision) {
      // One file under two names: the crash came between them.
      await unlink(this.locate(from));
    } else {
      await this.linkTo(this.locate(from), to);
    }
    await syncDirectory(dirname(this.locate(to)));
    await syncDirectory(dirname(this.locate(from)));
    return source;
  }

  override async copy(from: AssetPath, to: AssetPath): Promise<ObjectStat> {
    if ((await this.stat(from)) === undefined) throw new UnknownAssetError(from);
    const file = join(this.temporary, randomUUID());
    try {
      // Shares the blocks where the file system can.
      await copyFile(this.locate(from), file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await syncDirectory(file);
      return await this.take(file, to, 'refuse');
    } finally {
      await rm(file, { force: true });
    }
  }

  override async hasFolder(folder: AssetPath): Promise<boolean> {
    return (await orUndefined(stat(this.locate(folder))))?.isDirectory() === true;
  }

  override async makeFolder(folder: AssetPath): Promise<void> {
    await this.makeParent(folder);
    await refusingCollision(folder, mkdir(this.locate(folder)));
    await syncDirectory(dirname(this.locate(folder)));
  }

  override async moveFolder(from: AssetPath, to: AssetPath): Promise<void> {
    if (!(await this.hasFolder(from))) return;
    // The system call would replace an empty folder without a word.
    if (await this.hasFolder(to)) throw new ObjectExistsError(to);
    await this.makeParent(to);
    await refusingCollision(to, rename(this.locate(from), this.locate(to)));
    await syncDirectory(dirname(this.locate(to)));
    await syncDirectory(dirname(this.locate(from)));
  }

  override async deleteFolder(folder: AssetPath, extent: 'whole' | 'if-empty'): Promise<boolean> {
    try {
      if (extent === 'if-empty') await orUndefined(rmdir(this.locate(folder)));
      else await this.putAside(folder);
    } catch (error) {
      if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return false;
      throw error;
    }
    return true;
  }

  override longestBelow(folder: AssetPath, signal?: AbortSignal): Promise<string | undefined> {
    return longestPathBelow(this.root, folder.value, signal);
  }

  override async *walk(signal?: AbortSignal): AsyncGenerator<StoreEntry> {
    const leftOut = new LeftOut();
    yield* walkDirectory(this.root, undefined, leftOut, signal);
    leftOut.warn(this.logger);
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

  private async makeParent(path: AssetPath): Promise<void> {
    await refusingCollision(
      path.folder ?? path,
      mkdir(dirname(this.locate(path)), { recursive: true }),
    );
  }

  /** A hard link, unlike a rename, fails when the name is taken: two files can't both win it. */
  private async linkTo(file: string, path: AssetPath): Promise<void> {
    await refusingCollision(path, link(file, this.locate(path)));
    await unlink(file);
  }

  /** Out of sight in one step; what a crash leaves of it is removed with the other temporary files. */
  private async putAside(folder: AssetPath): Promise<void> {
    const location = this.locate(folder);
    if (!(await this.hasFolder(folder))) return;
    const trash = join(this.temporary, `trash-${randomUUID()}`);
    try {
      await rename(location, trash);
      await syncDirectory(dirname(location));
      await rm(trash, { recursive: true, force: true });
    } catch (error) {
      // The temporary directory is another file system: there is no one step.
      if (!hasCode(error, 'EXDEV')) throw error;
      await rm(location, { recursive: true, force: true });
    }
  }
}

async function refusingCollision<T>(path: AssetPath, outcome: Promise<T>): Promise<T> {
  try {
    return await outcome;
  } catch (error) {
    if (hasCode(error, 'EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY'))
      throw new ObjectExistsError(path);
    throw error;
  }
}
