import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { S3Error } from './s3-answers.ts';

const CHUNKED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/** A request's body as it has been written to a file. */
export interface ReceivedBody {
  readonly size: number;
  /** Hex. */
  readonly md5: string;
  /** Base64. */
  readonly crc32: string;
}

/** Writes a request's payload to a file, having checked its length and every checksum it came with. */
export async function receiveToFile(request: IncomingMessage, file: string): Promise<ReceivedBody> {
  const payload = new Payload(request);
  await pipeline(Readable.from(payload.chunks(), { objectMode: false }), createWriteStream(file));
  return payload.verify();
}

/** A small payload as text, checked in the same way. */
export async function receiveText(request: IncomingMessage): Promise<string> {
  const payload = new Payload(request);
  const text = (await buffer(payload.chunks())).toString();
  payload.verify();
  return text;
}

/** What a request carries, out of its transfer framing. */
class Payload {
  private readonly md5 = createHash('md5');
  private readonly sha1 = createHash('sha1');
  private readonly sha256 = createHash('sha256');
  private crc = 0;
  private size = 0;
  private trailers: Record<string, string> = {};

  constructor(private readonly request: IncomingMessage) {}

  /** The bytes, hashed as they pass. */
  async *chunks(): AsyncGenerator<Buffer> {
    const chunked = this.request.headers['x-amz-content-sha256'] === CHUNKED;
    for await (const chunk of chunked ? this.unframed() : bytesOf(this.request)) {
      for (const hash of [this.md5, this.sha1, this.sha256]) hash.update(chunk);
      this.crc = crc32(chunk, this.crc);
      this.size += chunk.length;
      yield chunk;
    }
  }

  /** @throws {S3Error} when the bytes are not those that the headers promise. */
  verify(): ReceivedBody {
    const headers: IncomingHttpHeaders = { ...this.request.headers, ...this.trailers };
    const length = headers['x-amz-decoded-content-length'] ?? headers['content-length'] ?? '0';
    if (Number(length) !== this.size) {
      throw new S3Error(400, 'IncompleteBody', 'The body has another length than was announced.');
    }
    const md5 = this.md5.digest();
    const declared = String(headers['x-amz-content-sha256']);
    const hex = this.sha256.copy().digest('hex');
    if (/^[0-9a-f]{64}$/.test(declared)) expectEqual(hex, declared, 'XAmzContentSHA256Mismatch');
    else if (declared !== 'UNSIGNED-PAYLOAD' && declared !== CHUNKED) throw notImplemented();
    expectSame(headers['content-md5'], () => md5.toString('base64'));
    expectSame(headers['x-amz-checksum-sha1'], () => base64(this.sha1));
    expectSame(headers['x-amz-checksum-sha256'], () => base64(this.sha256));
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(this.crc);
    const crc32 = crc.toString('base64');
    expectSame(headers['x-amz-checksum-crc32'], () => crc32);
    for (const name of ['x-amz-checksum-crc32c', 'x-amz-checksum-crc64nvme']) {
      if (headers[name] !== undefined) throw notImplemented();
    }
    return { size: this.size, md5: md5.toString('hex'), crc32 };
  }

  /** Takes `aws-chunked` framing away: `{hex size}[;…]\r\n{bytes}\r\n`… `0\r\n{trailers}\r\n`. */
  private async *unframed(): AsyncGenerator<Buffer> {
    const reader = new FrameReader(bytesOf(this.request));
    for (;;) {
      const size = parseInt(await reader.line(), 16);
      if (Number.isNaN(size)) throw new S3Error(400, 'InvalidRequest', 'A chunk has no size.');
      if (size === 0) break;
      yield* reader.bytes(size);
      if ((await reader.line()) !== '')
        throw new S3Error(400, 'InvalidRequest', 'A chunk is longer than its size.');
    }
    for (let line = await reader.line(); line !== ''; line = await reader.line()) {
      const colon = line.indexOf(':');
      this.trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
  }
}

/** Reads lines and counted bytes from a stream. */
class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly source: AsyncIterator<Buffer>) {}

  async line(): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf('\r\n');
      if (end !== -1) {
        const line = this.rest.subarray(0, end).toString('latin1');
        this.rest = this.rest.subarray(end + 2);
        return line;
      }
      if (!(await this.more())) throw new S3Error(400, 'IncompleteBody', 'The body ends early.');
    }
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      if (this.rest.length === 0 && !(await this.more()))
        throw new S3Error(400, 'IncompleteBody', 'The body ends early.');
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  private async more(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done === true) return false;
    this.rest = this.rest.length === 0 ? next.value : Buffer.concat([this.rest, next.value]);
    return true;
  }
}

async function* bytesOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  for await (const chunk of request) yield chunk as Buffer;
}

function base64(hash: Hash): string {
  return hash.digest('base64');
}

function expectSame(declared: string | string[] | undefined, found: () => string): void {
  if (declared !== undefined) expectEqual(found(), String(declared), 'BadDigest');
}

function expectEqual(found: string, declared: string, code: string): void {
  if (found !== declared)
    throw new S3Error(400, code, 'The checksum you specified did not match what we received.');
}

function notImplemented(): S3Error {
  return new S3Error(501, 'NotImplemented', 'A header you provided is not implemented here.');
}
