import type { Readable } from 'node:stream';
import type { ByteRange } from './object-store.js';

/** What a bucket knows of an object. */
export interface BucketObject {
  /** Bytes. */
  readonly size: number;
  /** The entity tag without its quotes; another whenever the bytes are. */
  readonly tag: string;
  readonly modifiedAt: Date;
}

/** An object with the notes that were stored with it. */
export interface NotedObject extends BucketObject {
  readonly notes: ObjectNotes;
}

/** Short texts stored with an object: lower-case names, ASCII values. */
export type ObjectNotes = Readonly<Record<string, string>>;

/** What an object is stored with. */
export interface PutOptions {
  readonly contentType?: string | undefined;
  readonly notes?: ObjectNotes;
  /** Whether an object that lies there already is replaced, or left and the write refused. */
  readonly collision: 'replace' | 'refuse';
}

/** How a write came out: the object's tag, or `taken` when one lies there and must not be replaced. */
export type PutOutcome = { readonly tag: string } | 'taken';

/** One page of a listing, in the order of the bytes of the keys. */
export interface BucketPage {
  readonly objects: readonly (BucketObject & { readonly key: string })[];
  /** What the next page is asked for with; undefined on the last one. */
  readonly next: string | undefined;
}

/** How a listing is asked for. */
export interface ListOptions {
  /** Most objects of a page, at most 1000. */
  readonly most?: number;
  readonly next?: string | undefined;
}

/**
 * A bucket of an object storage, by the keys of its objects. Its failures are `StorageUnavailableError`s.
 * Configured with the `s3` driver only.
 */
export abstract class Bucket {
  /** What lies at a key. */
  abstract head(key: string, signal?: AbortSignal): Promise<NotedObject | undefined>;

  /**
   * Streams an object, or a part of it; a connection that is cut is taken up again where it was.
   * @param tag what the object must still be.
   * @returns undefined when nothing lies there, or another object than `tag` says.
   */
  abstract read(
    key: string,
    options?: { readonly range?: ByteRange | undefined; readonly tag?: string },
    signal?: AbortSignal,
  ): Promise<Readable | undefined>;

  /** Stores a few bytes. */
  abstract put(
    key: string,
    data: Buffer,
    options: PutOptions,
    signal?: AbortSignal,
  ): Promise<PutOutcome>;

  /** Stores a file of this machine, in parts when it is large; little of it is in memory at any time. */
  abstract upload(
    key: string,
    file: string,
    options: PutOptions,
    signal?: AbortSignal,
  ): Promise<PutOutcome>;

  /**
   * Stores the bytes of one object as another, within the storage.
   * @param known what lies at `from`, where that has just been seen; it is looked at otherwise.
   * @returns undefined when nothing lies at `from`.
   */
  abstract copy(
    from: string,
    to: string,
    options: PutOptions,
    signal?: AbortSignal,
    known?: BucketObject,
  ): Promise<PutOutcome | undefined>;

  /** Removes objects, those that are there. */
  abstract delete(keys: readonly string[], signal?: AbortSignal): Promise<void>;

  /** Objects whose keys begin with `prefix`. */
  abstract list(prefix: string, options?: ListOptions, signal?: AbortSignal): Promise<BucketPage>;
}
