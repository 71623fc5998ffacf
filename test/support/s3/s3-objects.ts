import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { S3Error } from './s3-answers.ts';
import type { ReceivedBody } from './s3-body.ts';

/** Smallest part but the last, and largest object that one request may copy; bytes. */
const SMALLEST_PART = 5 * 1024 * 1024;
const MOST_PARTS = 10_000;
const LONGEST_KEY = 1024;

/** An object: its bytes are a file that never changes. */
export interface StoredObject {
  readonly file: string;
  readonly size: number;
  /** Quoted. */
  readonly etag: string;
  readonly modifiedAt: Date;
  /** Of an object that was not written in parts. */
  readonly crc32?: string | undefined;
  /** `content-type` and `x-amz-meta-*`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What must hold of the object in place for a write to happen. */
export interface WriteCondition {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

interface Upload {
  readonly key: string;
  readonly headers: StoredObject['headers'];
  readonly parts: Map<
    number,
    { readonly file: string; readonly size: number; readonly md5: string }
  >;
}

/** One bucket: objects in the order of the bytes of their keys, and uploads in parts that are under way. */
export class BucketContents {
  private readonly objects = new Map<string, StoredObject>();
  private readonly ordered: { readonly key: string; readonly bytes: Buffer }[] = [];
  private readonly uploads = new Map<string, Upload>();

  constructor(private readonly directory: string) {}

  /** Uploads in parts that were neither completed nor aborted. */
  get openUploads(): number {
    return this.uploads.size;
  }

  /** A name for new bytes. */
  newFile(): string {
    return join(this.directory, randomUUID());
  }

  /** @throws {S3Error} `NoSuchKey`. */
  get(key: string): StoredObject {
    const object = this.objects.get(key);
    if (object === undefined)
      throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
    return object;
  }

  /** Puts an object in place, at once. @throws {S3Error} `PreconditionFailed`. */
  async put(key: string, object: StoredObject, condition: WriteCondition = {}): Promise<void> {
    const before = this.objects.get(key);
    const { ifMatch, ifNoneMatch } = condition;
    const refused =
      (ifNoneMatch !== undefined && before !== undefined) ||
      (ifMatch !== undefined && ifMatch !== before?.etag);
    if (Buffer.byteLength(key) > LONGEST_KEY || refused) {
      await rm(object.file, { force: true });
      if (refused) throw preconditionFailed();
      throw new S3Error(400, 'KeyTooLongError', 'Your key is too long');
    }
    this.objects.set(key, object);
    if (before === undefined)
      this.ordered.splice(this.position(key), 0, { key, bytes: Buffer.from(key) });
    else await rm(before.file, { force: true });
  }

  /** Removes an object, when there is one. */
  async delete(key: string): Promise<void> {
    const object = this.objects.get(key);
    if (object === undefined) return;
    this.objects.delete(key);
    this.ordered.splice(this.position(key), 1);
    await rm(object.file, { force: true });
  }

  /** Removes everything. */
  async clear(): Promise<void> {
    for (const [id, { key }] of this.uploads) await this.abort(id, key);
    for (const key of [...this.objects.keys()]) await this.delete(key);
  }

  /** Keys that begin with `prefix` and come after `after`, in the order of their bytes. */
  *keys(prefix: string, after: string): Generator<string> {
    const start = after === '' || after < prefix ? prefix : after;
    for (let index = this.position(start); index < this.ordered.length; index += 1) {
      const key = this.ordered[index]?.key ?? '';
      if (!key.startsWith(prefix)) return;
      if (key !== after) yield key;
    }
  }

  /** Begins an upload in parts; returns its id. */
  begin(key: string, headers: StoredObject['headers']): string {
    const id = randomUUID();
    this.uploads.set(id, { key, headers, parts: new Map() });
    return id;
  }

  /** @throws {S3Error} `NoSuchUpload`. */
  upload(id: string, key: string): Upload {
    const upload = this.uploads.get(id);
    if (upload?.key !== key)
      throw new S3Error(404, 'NoSuchUpload', 'The specified upload does not exist.');
    return upload;
  }

  /** Keeps a part; returns its entity tag. */
  addPart(
    id: string,
    key: string,
    number: number,
    file: string,
    body: Pick<ReceivedBody, 'size' | 'md5'>,
  ): string {
    if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS)
      throw new S3Error(400, 'InvalidArgument', 'Part number must be between 1 and 10000.');
    this.upload(id, key).parts.set(number, { file, ...body });
    return `"${body.md5}"`;
  }

  /** Makes the object of the parts that are named, in their order. */
  async complete(
    id: string,
    key: string,
    wanted: readonly { readonly number: number; readonly etag: string }[],
    condition: WriteCondition,
  ): Promise<StoredObject> {
    const { parts, headers } = this.upload(id, key);
    const chosen = wanted.map(({ number, etag }, index) => {
      const part = parts.get(number);
      if (part === undefined || `"${part.md5}"` !== etag)
        throw new S3Error(400, 'InvalidPart', 'A part could not be found.');
      if (number <= (wanted[index - 1]?.number ?? 0))
        throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in order.');
      if (part.size < SMALLEST_PART && index < wanted.length - 1)
        throw new S3Error(400, 'EntityTooSmall', 'A part is smaller than allowed.');
      return part;
    });
    if (chosen.length === 0) throw new S3Error(400, 'MalformedXML', 'There are no parts.');
    const file = this.newFile();
    for (const part of chosen)
      await pipeline(createReadStream(part.file), createWriteStream(file, { flags: 'a' }));
    const digest = createHash('md5');
    for (const { md5 } of chosen) digest.update(md5, 'hex');
    const object: StoredObject = {
      file,
      size: chosen.reduce((sum, { size }) => sum + size, 0),
      etag: `"${digest.digest('hex')}-${chosen.length}"`,
      modifiedAt: wholeSecond(),
      headers,
    };
    await this.put(key, object, condition);
    await this.abort(id, key);
    return object;
  }

  /** Forgets an upload and its parts. */
  async abort(id: string, key: string): Promise<void> {
    const { parts } = this.upload(id, key);
    this.uploads.delete(id);
    for (const { file } of parts.values()) await rm(file, { force: true });
  }

  /** The same bytes as a file of their own. */
  async duplicate({ file }: StoredObject): Promise<string> {
    const copy = this.newFile();
    await link(file, copy);
    return copy;
  }

  /** Where a key is, or would be. */
  private position(key: string): number {
    const bytes = Buffer.from(key);
    let low = 0;
    let high = this.ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.ordered[middle]?.bytes ?? bytes;
      if (Buffer.compare(at, bytes) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Now, as exact as S3 keeps it. */
export function wholeSecond(): Date {
  return new Date(Math.floor(Date.now() / 1000) * 1000);
}

/** A condition of the request does not hold. */
export function preconditionFailed(): S3Error {
  return new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  );
}
