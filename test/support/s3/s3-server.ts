import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Error, sendError } from './s3-answers.ts';
import { BucketContents, wholeSecond } from './s3-objects.ts';
import { operationOf, S3_OPERATIONS, type S3Request } from './s3-operations.ts';
import { verifySignature, type S3Credentials } from './s3-signature.ts';

const CREDENTIALS: S3Credentials = {
  accessKeyId: 'AKIATESTTESTTESTTEST',
  secretAccessKey: 'test/secret+of+forty+characters/test+test',
};
const BUCKET = 'openinary';

/**
 * What a test has happen to a request: an error of S3's; the connection cut after so many bytes of a body; all is done and
 * the connection cut before the answer; or no answer ever.
 */
export type Intervention =
  | { readonly status: number; readonly code: string }
  | { readonly cutAfter: number }
  | { readonly loseAnswer: true }
  | { readonly silent: true };

/**
 * An S3-protocol server for tests: what S3's documentation says of the operations the product uses, objects on disk.
 * It checks Signature Version 4, lengths and checksums, understands the framing that SDKs send by default, and has the
 * conditions, limits and orders of S3. It knows path-style addresses, one bucket and one pair of credentials.
 */
export class S3Server implements AsyncDisposable {
  /** The operations asked for so far, in their order, as `GetObject key`. */
  readonly requests: string[] = [];
  /** Asked about each request before it is done. */
  intervene: ((asked: S3Request) => Intervention | undefined) | undefined;
  /** Whether the bucket's policy denies `s3:ListBucket`: absent objects are then forbidden ones. */
  denyListing = false;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  private constructor(
    private readonly directory: string,
    private readonly contents: BucketContents,
  ) {}

  /** Starts one on a free port. */
  static async start(): Promise<S3Server> {
    const directory = await mkdtemp(join(tmpdir(), 'openinary-s3-'));
    const started = new S3Server(directory, new BucketContents(directory));
    await started.listen();
    return started;
  }

  /** Where it listens. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a server of the product needs to use it. */
  get environment(): Readonly<Record<string, string>> {
    return {
      STORAGE_DRIVER: 's3',
      STORAGE_BUCKET_NAME: BUCKET,
      STORAGE_REGION: 'us-east-1',
      STORAGE_ENDPOINT: this.url,
      STORAGE_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      STORAGE_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    };
  }

  /** Uploads in parts that were neither completed nor aborted. */
  get openUploads(): number {
    return this.contents.openUploads;
  }

  /** Every key, in order. */
  get keys(): readonly string[] {
    return [...this.contents.keys('', '')];
  }

  /** Sizes of the objects below a prefix, by the rest of their keys; what keeps an empty folder is none. */
  filesBelow(prefix: string): ReadonlyMap<string, number> {
    const files = [...this.contents.keys(prefix, '')].filter((key) => !key.endsWith('/'));
    return new Map(files.map((key) => [key.slice(prefix.length), this.contents.get(key).size]));
  }

  /** Stores bytes at many keys at once, as if they had been there before. */
  async fill(keys: Iterable<string>, bytes: Buffer): Promise<void> {
    const file = this.contents.newFile();
    await writeFile(file, bytes);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const object = { file, size: bytes.length, etag, modifiedAt: wholeSecond(), headers: {} };
    for (const key of keys) {
      const copy = await this.contents.duplicate(object);
      await this.contents.put(key, { ...object, file: copy });
    }
  }

  /** Empties the bucket, and forgets what was asked for and what was to happen. */
  async clear(): Promise<void> {
    this.requests.length = 0;
    this.intervene = undefined;
    this.denyListing = false;
    await this.contents.clear();
  }

  /** Listens, again on the port of before when it was stopped. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      void this.answer(request, response);
    });
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Is gone from the network, connections under way cut; what is stored stays. */
  async stop(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => request.destroy());
    try {
      await this.perform(request, response);
    } catch (error) {
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      const known =
        error instanceof S3Error
          ? error
          : new S3Error(500, 'InternalError', 'We encountered an internal error.');
      if (known.status === 500 && !request.destroyed)
        process.stderr.write(`S3: ${String(error)}\n`);
      sendError(response, known);
      request.resume();
    }
  }

  private async perform(request: IncomingMessage, response: ServerResponse): Promise<void> {
    verifySignature(request, CREDENTIALS);
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, bucket = '', rawKey = ''] = /^\/([^/]*)\/?(.*)$/.exec(url.pathname) ?? [];
    const key = decodeURIComponent(rawKey);
    const operation = operationOf(request, key, url.searchParams) ?? '';
    const asked = { operation, bucket, key, query: url.searchParams, request };
    this.requests.push(`${operation} ${key}`);
    const perform = S3_OPERATIONS[operation];
    if (perform === undefined) throw new S3Error(501, 'NotImplemented', 'Not implemented.');
    if (bucket !== BUCKET)
      throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
    const intervention = this.intervene?.(asked);
    if (intervention !== undefined) {
      if ('code' in intervention)
        throw new S3Error(intervention.status, intervention.code, 'As the test has it.');
      if ('silent' in intervention) return;
      if ('cutAfter' in intervention) cutAfter(intervention.cutAfter, request, response);
      else loseAnswer(request, response);
    }
    await this.underPolicy(operation, () => perform(this.contents, asked, response));
  }

  private async underPolicy(operation: string, perform: () => Promise<void> | void): Promise<void> {
    const denied = new S3Error(403, 'AccessDenied', 'Access Denied');
    if (this.denyListing && operation === 'ListObjectsV2') throw denied;
    try {
      await perform();
    } catch (error) {
      throw this.denyListing && error instanceof S3Error && error.code === 'NoSuchKey'
        ? denied
        : error;
    }
  }
}

/** Cuts the connection once so many bytes of a request's or an answer's body have passed. */
function cutAfter(bytes: number, request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  let passed = 0;
  const count = (chunk: Buffer) => {
    passed += chunk.length;
    if (passed > bytes) socket.destroy();
  };
  if (request.method === 'PUT' || request.method === 'POST') {
    const emit = request.emit.bind(request);
    request.emit = (event: string, ...values: unknown[]) => {
      if (event === 'data') count(values[0] as Buffer);
      return emit(event, ...values);
    };
    if (bytes === 0) socket.destroy();
    return;
  }
  const write = response.write.bind(response);
  response.write = ((chunk: Buffer, ...rest: never[]) => {
    count(chunk);
    return passed > bytes ? false : write(chunk, ...rest);
  }) as typeof response.write;
}

function loseAnswer({ socket }: IncomingMessage, response: ServerResponse): void {
  response.writeHead = () => {
    socket.destroy();
    return response;
  };
}
