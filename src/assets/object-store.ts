import type { Readable } from 'node:stream';
import { notePassing } from '../process/collect-garbage.js';
import type { AssetPath } from './asset-path.js';

/** What the store itself knows of an object. */
export interface ObjectStat {
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
  /** Changes whenever the object does, without reading its bytes. */
  readonly revision: string;
}

/** Bytes `start` to `end`, both included, counted from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a walk through the store comes by. */
export type StoreEntry =
  | { readonly kind: 'folder'; readonly path: AssetPath }
  | { readonly kind: 'file'; readonly path: AssetPath; readonly stat: ObjectStat };

/** An object as a file on this machine for as long as it is held; a copy where the store is elsewhere. */
export interface LocalFile extends AsyncDisposable {
  readonly path: string;
}

/** How a file taken into the store behaves when its name is taken. */
export type Collision = 'refuse' | 'replace';

/** The name is taken, and the caller asked not to replace. */
export class ObjectExistsError extends Error {
  override readonly name = 'ObjectExistsError';
  constructor(readonly path: AssetPath) {
    super(`"${path.value}" exists.`);
  }
}

/**
 * Where originals lie. An object appears whole or not at all, and is durable once `take` has returned.
 * It is the port and its injection token; every adapter passes `describeObjectStore`.
 */
export abstract class ObjectStore {
  /** The longest path that something can have here, in bytes of UTF-8. */
  abstract readonly longestPath: number;

  /** What lies at `path`, or undefined when no object does (a folder is none). */
  abstract stat(path: AssetPath, signal?: AbortSignal): Promise<ObjectStat | undefined>;

  /**
   * Streams an object, or a part of it.
   * @throws {DomainError} `unknown-asset` when nothing lies there.
   */
  abstract read(path: AssetPath, range?: ByteRange, signal?: AbortSignal): Promise<Readable>;

  /**
   * The bytes of an object in pieces, to be sent on one after the other: the memory of each may be used again once the next
   * is asked for, so that however much passes, it takes little.
   * @throws {UnknownAssetError} instead of the first piece, when nothing lies there.
   */
  async *pieces(path: AssetPath, signal?: AbortSignal): AsyncGenerator<Buffer, undefined> {
    const stream = (await this.read(path, undefined, signal)) as AsyncIterable<Buffer>;
    for await (const piece of stream) {
      yield piece;
      notePassing(piece.length);
    }
    return undefined;
  }

  /**
   * Moves a finished file of this machine into the store.
   * @throws {ObjectExistsError} when the name is taken, by an object or a folder, and `collision` is `refuse`.
   */
  abstract take(
    file: string,
    path: AssetPath,
    collision: Collision,
    signal?: AbortSignal,
  ): Promise<ObjectStat>;

  /** Removes an object, and the folders this leaves empty stay. Returns whether there was one. */
  abstract delete(path: AssetPath, signal?: AbortSignal): Promise<boolean>;

  /**
   * Gives an object another path. Cut short by a crash, it is finished by calling it again.
   * @throws {UnknownAssetError} when nothing lies at `from`.
   * @throws {ObjectExistsError} when `to` is taken, by an object or a folder.
   */
  abstract move(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<ObjectStat>;

  /**
   * Makes a second object of the same bytes.
   * @throws {UnknownAssetError} when nothing lies at `from`.
   * @throws {ObjectExistsError} when `to` is taken, by an object or a folder.
   */
  abstract copy(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<ObjectStat>;

  /** Whether there is such a folder: one that was made, or in which something lies. */
  abstract hasFolder(folder: AssetPath, signal?: AbortSignal): Promise<boolean>;

  /**
   * Makes an empty folder, and those above it.
   * @throws {ObjectExistsError} when the name is taken, or that of a folder above it by an object.
   */
  abstract makeFolder(folder: AssetPath, signal?: AbortSignal): Promise<void>;

  /**
   * Gives a folder and all in it another path that is free; nothing happens when there is no such folder. Cut short by a
   * crash, it is finished by calling it again.
   * @throws {ObjectExistsError} when `to` is taken.
   */
  abstract moveFolder(from: AssetPath, to: AssetPath, signal?: AbortSignal): Promise<void>;

  /**
   * Removes a folder, whole or only if nothing is in it. Cut short by a crash, it is finished by calling it again.
   * @returns whether there is no such folder any more.
   */
  abstract deleteFolder(
    folder: AssetPath,
    extent: 'whole' | 'if-empty',
    signal?: AbortSignal,
  ): Promise<boolean>;

  /** The longest path in a folder, of assets or of what came there by hand; undefined when nothing lies in it. */
  abstract longestBelow(folder: AssetPath, signal?: AbortSignal): Promise<string | undefined>;

  /** All objects and folders there are, in the order of the bytes of their paths (a folder's ends in a slash), a few at a time. */
  abstract walk(signal?: AbortSignal): AsyncIterable<StoreEntry>;

  /**
   * The object as a file that other programs can open.
   * @throws {DomainError} `unknown-asset` when nothing lies there.
   */
  abstract localFile(path: AssetPath, signal?: AbortSignal): Promise<LocalFile>;

  /** Writes and removes a probe object. @throws when the store cannot be written. */
  abstract check(signal?: AbortSignal): Promise<void>;
}
