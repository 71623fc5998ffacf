import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  Bucket,
  type BucketObject,
  type BucketPage,
  type ListOptions,
  type NotedObject,
  type PutOptions,
  type PutOutcome,
} from '../bucket.js';
import type { ByteRange } from '../object-store.js';
import { StorageUnavailableError } from '../storage-unavailable.js';
import { PartTransfer, UPLOAD_PART } from './part-transfer.js';
import { resumable, type OpenedRead } from './resumable-read.js';
import type { S3Calls } from './s3-calls.js';
import { isAbsence, isConflict, isRefusedCondition } from './s3-failures.js';

/** S3's limit on a copy in one request, and what larger ones are copied in; bytes. */
const COPY_SIZES = { most: 5 * 1024 ** 3, part: 512 * 1024 ** 2 };
/** S3's limit on a page and on a deletion. */
const MOST_KEYS = 1000;
/** What is sent at once, so that no time goes by while it moves. */
const BRIEF_BYTES = 64 * 1024;
/** What is listed as quickly as one object is found. */
const FEW_KEYS = 10;
/** Writes that others have come in between of. */
const MOST_CONFLICTS = 5;

const ABSENT = 'absent';

/** A bucket spoken to by the S3 protocol, with the checks the AWS SDK makes when nothing is said. */
export class S3Bucket extends Bucket {
  private readonly parts: PartTransfer;

  constructor(
    private readonly calls: S3Calls,
    private readonly copySizes: typeof COPY_SIZES = COPY_SIZES,
  ) {
    super();
    this.parts = new PartTransfer(calls, copySizes.part);
  }

  override async head(key: string, signal?: AbortSignal): Promise<NotedObject | undefined> {
    const answer = await this.calls.outcome(
      this.calls.send('brief', new HeadObjectCommand(this.at(key)), signal),
      signal,
      orAbsent,
    );
    if (answer === ABSENT) {
      await this.calls.assertBucket();
      return undefined;
    }
    return {
      size: answer.ContentLength ?? 0,
      tag: unquoted(answer.ETag),
      modifiedAt: answer.LastModified ?? new Date(0),
      notes: answer.Metadata ?? {},
    };
  }

  override async read(
    key: string,
    { range, tag }: { readonly range?: ByteRange | undefined; readonly tag?: string } = {},
    signal?: AbortSignal,
  ): Promise<Readable | undefined> {
    const first = await this.open(key, range, tag, signal);
    if (first === undefined) return undefined;
    const start = range?.start ?? 0;
    const end = start + first.length - 1;
    return resumable(
      first,
      (skipped) => this.open(key, { start: start + skipped, end }, first.tag, signal),
      signal,
      this.calls.breaker,
    );
  }

  override async put(
    key: string,
    data: Buffer,
    options: PutOptions,
    signal?: AbortSignal,
  ): Promise<PutOutcome> {
    const { contentType, notes, collision } = options;
    const kind = data.length > BRIEF_BYTES ? 'bytes' : 'brief';
    const command = () =>
      new PutObjectCommand({
        ...this.at(key),
        Body: data,
        ContentType: contentType,
        Metadata: notes,
        ...(collision === 'refuse' && { IfNoneMatch: '*' }),
      });
    return this.write(async () => (await this.calls.send(kind, command(), signal)).ETag, signal);
  }

  override async upload(
    key: string,
    file: string,
    options: PutOptions,
    signal?: AbortSignal,
  ): Promise<PutOutcome> {
    const { size } = await stat(file);
    if (size <= UPLOAD_PART) {
      const send = (data: Buffer) => this.put(key, data, options, signal);
      return this.parts.whole(file, size, signal, send);
    }
    return this.write(() => this.parts.upload(key, file, size, options, signal), signal);
  }

  override async copy(
    from: string,
    to: string,
    options: PutOptions,
    signal?: AbortSignal,
    known?: BucketObject,
  ): Promise<PutOutcome | undefined> {
    const source = known ?? (await this.head(from, signal));
    if (source === undefined) return undefined;
    try {
      return await this.write(() => this.sendCopy(from, source, to, options, signal), signal);
    } catch (error) {
      // It has gone since it was seen.
      if (error instanceof StorageUnavailableError && isAbsence(error.cause)) return undefined;
      throw error;
    }
  }

  override async delete(keys: readonly string[], signal?: AbortSignal): Promise<void> {
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) {
      const answer = this.calls.send('brief', new DeleteObjectCommand(this.at(only)), signal);
      await this.calls.outcome(answer, signal, orAbsent);
      return;
    }
    for (let start = 0; start < keys.length; start += MOST_KEYS) {
      const Objects = keys.slice(start, start + MOST_KEYS).map((Key) => ({ Key }));
      const { Errors = [] } = await this.calls.outcome(
        this.calls.send(
          'page',
          new DeleteObjectsCommand({ Bucket: this.calls.bucket, Delete: { Objects, Quiet: true } }),
          signal,
        ),
        signal,
      );
      const [error] = Errors;
      if (error !== undefined)
        throw new StorageUnavailableError('The storage denies access to the bucket.', error.Code);
    }
  }

  override async list(
    prefix: string,
    { most = MOST_KEYS, next }: ListOptions = {},
    signal?: AbortSignal,
  ): Promise<BucketPage> {
    const answer = await this.calls.outcome(
      this.calls.send(
        most > FEW_KEYS ? 'page' : 'brief',
        new ListObjectsV2Command({
          Bucket: this.calls.bucket,
          Prefix: prefix,
          MaxKeys: most,
          ContinuationToken: next,
          // Keys that others have made may hold characters that XML cannot.
          EncodingType: 'url',
        }),
        signal,
      ),
      signal,
    );
    const decode = answer.EncodingType === 'url' ? decodeKey : (key: string) => key;
    return {
      objects: (answer.Contents ?? []).map(({ Key = '', Size = 0, ETag, LastModified }) => ({
        key: decode(Key),
        size: Size,
        tag: unquoted(ETag),
        modifiedAt: LastModified ?? new Date(0),
      })),
      next: answer.IsTruncated === true ? answer.NextContinuationToken : undefined,
    };
  }

  private at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.calls.bucket, Key: key };
  }

  private async open(
    key: string,
    range: ByteRange | undefined,
    tag: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<(OpenedRead & { readonly tag: string }) | undefined> {
    const unread = new AbortController();
    const command = new GetObjectCommand({
      ...this.at(key),
      ...(range !== undefined && { Range: `bytes=${range.start}-${range.end}` }),
      ...(tag !== undefined && { IfMatch: `"${tag}"` }),
    });
    const either = signal === undefined ? unread.signal : AbortSignal.any([signal, unread.signal]);
    const answer = await this.calls.outcome(
      this.calls.send('read', command, either),
      signal,
      (error) => orAbsent(error) ?? (isRefusedCondition(error) ? ABSENT : undefined),
    );
    if (answer === ABSENT) return undefined;
    const body = answer.Body instanceof Readable ? answer.Body : Readable.from([]);
    // The SDK checks bytes in a stream of its own, which leaves the connection behind when it is closed early.
    body.once('close', () => unread.abort());
    return { body, length: answer.ContentLength ?? 0, tag: unquoted(answer.ETag) };
  }

  private async sendCopy(
    from: string,
    { size, tag }: BucketObject,
    to: string,
    options: PutOptions,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const location = `${this.calls.bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
    if (size > this.copySizes.most) {
      return this.parts.copy({ location, tag: `"${tag}"`, size }, to, options, signal);
    }
    const { contentType, notes, collision } = options;
    const command = new CopyObjectCommand({
      ...this.at(to),
      CopySource: location,
      MetadataDirective: 'REPLACE',
      ContentType: contentType,
      Metadata: notes,
      ...(collision === 'refuse' && { IfNoneMatch: '*' }),
    });
    const { CopyObjectResult } = await this.calls.send('work', command, signal);
    return CopyObjectResult?.ETag;
  }

  /** Writes, again when somebody else was writing the same key, until it is known who has it. */
  private async write(
    attempt: () => Promise<string | undefined>,
    signal: AbortSignal | undefined,
  ): Promise<PutOutcome> {
    for (let conflicts = 0; ; conflicts += 1) {
      const answer = await this.calls.outcome(
        attempt().then((tag) => ({ tag: unquoted(tag) })),
        signal,
        (error) => {
          if (isRefusedCondition(error)) return 'taken' as const;
          return isConflict(error) && conflicts < MOST_CONFLICTS ? ('again' as const) : undefined;
        },
      );
      if (answer !== 'again') return answer;
    }
  }
}

function orAbsent(error: unknown): typeof ABSENT | undefined {
  return isAbsence(error) ? ABSENT : undefined;
}

function unquoted(tag: string | undefined): string {
  return (tag ?? '').replace(/^"|"$/g, '');
}

function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}
