import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { Environment } from '../../config/environment.js';
import type { AssetPath } from '../asset-path.js';
import { UnknownAssetError } from '../asset.js';
import type { Bucket, NotedObject, ObjectNotes, PutOptions, PutOutcome } from '../bucket.js';
import { LeftOut } from '../left-out.js';
import { mediaTypeOfExtension } from '../media-types.js';
import {
  ObjectExistsError,
  ObjectStore,
  type ByteRange,
  type Collision,
  type LocalFile,
  type ObjectStat,
  type StoreEntry,
} from '../object-store.js';
import { StorageUnavailableError } from '../storage-unavailable.js';
import { LocalCopies } from './local-copies.js';
import { hasKey, keyOf, LONGEST_PATH, ORIGINALS } from './original-keys.js';
import { S3Folders } from './s3-folders.js';
import { describeObject, walkBucket } from './s3-walk.js';

/** The note that tells one write from all others, and the one that tells from which object a copy was made. */
const WRITE = 'write';
const MOVED_FROM = 'moved-from';
/** How much of the disk that variants may take is for copies of originals. */
const SHARE_OF_COPIES = 0.1;
/** How long a bucket that could be written is taken to be so: where versions are kept, each probe leaves one. ms. */
const WRITABLE_FOR = 300_000;
/** Looks at an object that keeps changing while it is fetched. */
const MOST_LOOKS = 5;

/** Keeps originals in a bucket: an asset's path is its key below `originals/`. */
export class S3ObjectStore extends ObjectStore {
  override readonly longestPath = LONGEST_PATH;
  private readonly logger = new Logger(S3ObjectStore.name);
  private readonly folders: S3Folders;
  private readonly copies: LocalCopies;
  /** No asset's name begins with a dot. */
  private readonly probe = `${ORIGINALS}.probe-${randomUUID()}`;
  private writableUntil = 0;

  constructor(
    private readonly bucket: Bucket,
    { temporaryDirectory, CACHE_MAX_BYTES }: Environment,
  ) {
    super();
    this.folders = new S3Folders(bucket);
    this.copies = new LocalCopies(
      join(temporaryDirectory, 'originals'),
      CACHE_MAX_BYTES * SHARE_OF_COPIES,
    );
  }

  override async stat(path: AssetPath, signal?: AbortSignal): Promise<ObjectStat | undefined> {
    const object = await this.head(path, signal);
    return object && describeObject(object);
  }

  override async read(path: AssetPath, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const bytes = hasKey(path) ? await this.bucket.read(keyOf(path), { range }, signal) : undefined;
    if (bytes === undefined) throw new UnknownAssetError(path);
    return bytes;
  }

  override async take(
    file: string,
    path: AssetPath,
    collision: Collision,
    signal?: AbortSignal,
  ): Promise<ObjectStat> {
    await this.folders.assertFree(path, signal);
    const stat = await this.write(path, { [WRITE]: randomUUID() }, collision, signal, (options) =>
      this.bucket.upload(keyOf(path), file, options, signal),
    );
    await rm(file, { force: true });
    return stat;
  }

  override async delete(path: AssetPath, signal?: AbortSignal): Promise<boolean> {
    if ((await this.head(path, signal)) === undefined) return false;
    await this.folders.keepFolderOf(path, signal);
    await this.bucket.delete([keyOf(path)], signal);
    return true;
  }

  override async move(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<ObjectStat> {
    const [source, target] = await Promise.all([this.head(from, signal), this.head(to, signal)]);
    if (source === undefined) throw new UnknownAssetError(from);
    const origin = originOf(from, source);
    if (target !== undefined && target.notes[MOVED_FROM] !== origin)
      throw new ObjectExistsError(to);
    // Where the copy is there already, the crash came between it and the removal.
    const stat =
      target === undefined
        ? await this.duplicate(from, to, { [MOVED_FROM]: origin }, signal)
        : describeObject(target);
    await this.folders.keepFolderOf(from, signal);
    await this.bucket.delete([keyOf(from)], signal);
    return stat;
  }

  override async copy(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<ObjectStat> {
    if ((await this.head(from, signal)) === undefined) throw new UnknownAssetError(from);
    return this.duplicate(from, to, { [WRITE]: randomUUID() }, signal);
  }

  override async hasFolder(folder: AssetPath, signal?: AbortSignal): Promise<boolean> {
    return hasKey(folder) && (await this.folders.has(folder, signal));
  }

  override makeFolder(folder: AssetPath, signal?: AbortSignal): Promise<void> {
    return this.folders.make(folder, signal);
  }

  override moveFolder(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<void> {
    return this.folders.move(from, to, signal);
  }

  override async deleteFolder(
    folder: AssetPath,
    extent: 'whole' | 'if-empty',
    signal?: AbortSignal,
  ): Promise<boolean> {
    return !hasKey(folder) || (await this.folders.delete(folder, extent, signal));
  }

  override async longestBelow(
    folder: AssetPath,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    return hasKey(folder) ? this.folders.longestBelow(folder, signal) : undefined;
  }

  override async *walk(signal?: AbortSignal): AsyncGenerator<StoreEntry> {
    const leftOut = new LeftOut();
    yield* walkBucket(this.bucket, leftOut, signal);
    leftOut.warn(this.logger);
  }

  override async localFile(path: AssetPath, signal?: AbortSignal): Promise<LocalFile> {
    for (let look = 1; look <= MOST_LOOKS; look += 1) {
      const object = await this.head(path, signal);
      if (object === undefined) break;
      const { tag, size } = object;
      const file = await this.copies.hold(
        `${tag} ${path.value}`,
        size,
        (inner) =>
          size === 0
            ? Promise.resolve(Readable.from([]))
            : this.bucket.read(keyOf(path), { tag }, inner),
        signal,
      );
      if (file !== undefined) return file;
    }
    throw new UnknownAssetError(path);
  }

  override async check(signal?: AbortSignal): Promise<void> {
    await this.bucket.list(ORIGINALS, { most: 1 }, signal);
    if (performance.now() < this.writableUntil) return;
    // Of one name, so that one whose answer was lost is removed by the next: `taken` shows the same.
    await this.bucket.put(this.probe, Buffer.alloc(0), { collision: 'refuse' }, signal);
    await this.bucket.delete([this.probe], signal);
    this.writableUntil = performance.now() + WRITABLE_FOR;
  }

  private async head(path: AssetPath, signal?: AbortSignal): Promise<NotedObject | undefined> {
    return hasKey(path) ? this.bucket.head(keyOf(path), signal) : undefined;
  }

  private async duplicate(
    from: AssetPath,
    to: AssetPath,
    notes: ObjectNotes,
    signal: AbortSignal | undefined,
  ): Promise<ObjectStat> {
    await this.folders.assertFree(to, signal);
    if ((await this.head(to, signal)) !== undefined) throw new ObjectExistsError(to);
    return this.write(to, notes, 'refuse', signal, async (options) => {
      const outcome = await this.bucket.copy(keyOf(from), keyOf(to), options, signal);
      if (outcome === undefined) throw new UnknownAssetError(from);
      return outcome;
    });
  }

  /**
   * Writes an object, and finds out whether it has been: an answer that was lost on its way, and asked for again, says
   * that the name is taken, or nothing at all.
   */
  private async write(
    path: AssetPath,
    notes: ObjectNotes,
    collision: Collision,
    signal: AbortSignal | undefined,
    attempt: (options: PutOptions) => Promise<PutOutcome>,
  ): Promise<ObjectStat> {
    const { contentType } = mediaTypeOfExtension(path.extension) ?? {};
    let outcome: PutOutcome | StorageUnavailableError;
    try {
      outcome = await attempt({ contentType, notes, collision });
    } catch (error) {
      if (!(error instanceof StorageUnavailableError)) throw error;
      outcome = error;
    }
    const object = await this.head(path, signal);
    const isOurs =
      object !== undefined &&
      Object.entries(notes).every(([name, value]) => object.notes[name] === value);
    if (isOurs) return describeObject(object);
    if (outcome === 'taken') throw new ObjectExistsError(path);
    throw outcome instanceof StorageUnavailableError
      ? outcome
      : new StorageUnavailableError('Somebody else was writing the same object.');
  }
}

/** What tells the copy that a move has made from any other object. */
function originOf(from: AssetPath, { tag, modifiedAt }: NotedObject): string {
  const parts = [from.value, tag, modifiedAt.getTime()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
