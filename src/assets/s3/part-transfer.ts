import { open, type FileHandle } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import type { PutOptions } from '../bucket.js';
import { AbandonedUploads } from './abandoned-uploads.js';
import { BufferPool } from './buffer-pool.js';
import { inTurns } from './in-turns.js';
import type { S3Calls } from './s3-calls.js';
import { isAbsence } from './s3-failures.js';

/** S3's limit. */
const MOST_PARTS = 10_000;
const MIB = 1024 * 1024;
/** Parts of a file that are sent together. */
const UPLOADS_AT_ONCE = 3;
/** Parts of all files that are in memory. */
const MOST_BUFFERS = 6;
const COPIES_AT_ONCE = 8;

/** Bytes of a part of a file; larger only where there would be too many. */
export const UPLOAD_PART = 8 * MIB;
/** The part of an object that is transferred next: bytes `start` to `end`, the latter not included. */
interface Span {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** Objects that are written in parts: the parts appear together or not at all. */
export class PartTransfer {
  private readonly buffers = new BufferPool(MOST_BUFFERS, UPLOAD_PART);
  private readonly abandoned = new AbandonedUploads((key, id) => this.abort(key, id));

  /** @param copyPart bytes of a part that is copied within the storage. */
  constructor(
    private readonly calls: S3Calls,
    private readonly copyPart: number,
  ) {}

  /** Writes a file of this machine. @returns the object's entity tag, quoted. */
  async upload(
    key: string,
    file: string,
    size: number,
    options: PutOptions,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    await using handle = await open(file, 'r');
    const partSize = sizeOfParts(size, UPLOAD_PART);
    return await this.transfer(key, options, signal, (UploadId) =>
      inTurns(
        spansOf(size, partSize),
        UPLOADS_AT_ONCE,
        signal,
        async ({ number, start, end }, inner) =>
          this.buffers.use(end - start, inner, async (Body) => {
            await fill(Body, handle, start);
            const { ETag } = await this.calls.send(
              'bytes',
              new UploadPartCommand({
                Bucket: this.calls.bucket,
                Key: key,
                UploadId,
                PartNumber: number,
                Body,
              }),
              inner,
            );
            return { PartNumber: number, ETag };
          }),
      ),
    );
  }

  /** Gives a file that one request can carry to `send`. */
  async whole<T>(
    file: string,
    size: number,
    signal: AbortSignal | undefined,
    send: (data: Buffer) => Promise<T>,
  ): Promise<T> {
    await using handle = await open(file, 'r');
    return await this.buffers.use(size, signal, async (data) => {
      await fill(data, handle, 0);
      return send(data);
    });
  }

  /** Writes the bytes of an object that is too large to be copied at once. @returns the new entity tag, quoted. */
  async copy(
    source: { readonly location: string; readonly tag: string; readonly size: number },
    key: string,
    options: PutOptions,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const spans = spansOf(source.size, sizeOfParts(source.size, this.copyPart));
    return this.transfer(key, options, signal, (UploadId) =>
      inTurns(spans, COPIES_AT_ONCE, signal, async ({ number, start, end }, inner) => {
        const { CopyPartResult } = await this.calls.send(
          'work',
          new UploadPartCopyCommand({
            Bucket: this.calls.bucket,
            Key: key,
            UploadId,
            PartNumber: number,
            CopySource: source.location,
            CopySourceIfMatch: source.tag,
            CopySourceRange: `bytes=${start}-${end - 1}`,
          }),
          inner,
        );
        return { PartNumber: number, ETag: CopyPartResult?.ETag };
      }),
    );
  }

  /** Has the parts written; what has been is removed again when one of them cannot be. */
  private async transfer(
    key: string,
    { contentType, notes, collision }: PutOptions,
    signal: AbortSignal | undefined,
    send: (uploadId: string) => Promise<CompletedPart[]>,
  ): Promise<string | undefined> {
    const place = { Bucket: this.calls.bucket, Key: key };
    const { UploadId = '' } = await this.calls.send(
      'brief',
      new CreateMultipartUploadCommand({ ...place, ContentType: contentType, Metadata: notes }),
      signal,
    );
    try {
      const Parts = await send(UploadId);
      const { ETag } = await this.calls.send(
        'work',
        new CompleteMultipartUploadCommand({
          ...place,
          UploadId,
          MultipartUpload: { Parts },
          ...(collision === 'refuse' && { IfNoneMatch: '*' }),
        }),
        signal,
      );
      return ETag;
    } catch (error) {
      this.abandoned.remove(key, UploadId);
      throw error;
    }
  }

  /** Whether the upload was there. */
  private async abort(Key: string, UploadId: string): Promise<boolean> {
    const command = new AbortMultipartUploadCommand({ Bucket: this.calls.bucket, Key, UploadId });
    const answer = await this.calls.outcome(
      this.calls.send('brief', command),
      undefined,
      (error) => (isAbsence(error) ? 'absent' : undefined),
    );
    return answer !== 'absent';
  }
}

async function fill(buffer: Buffer, file: FileHandle, start: number): Promise<void> {
  for (let filled = 0; filled < buffer.length;) {
    const left = buffer.length - filled;
    const { bytesRead } = await file.read(buffer, filled, left, start + filled);
    if (bytesRead === 0) throw new Error('The file has become shorter while it was sent.');
    filled += bytesRead;
  }
}

function sizeOfParts(size: number, usual: number): number {
  return Math.max(usual, Math.ceil(size / MOST_PARTS / MIB) * MIB);
}

function* spansOf(size: number, partSize: number): Generator<Span> {
  for (let start = 0, number = 1; start < size; start += partSize, number += 1)
    yield { number, start, end: Math.min(size, start + partSize) };
}
