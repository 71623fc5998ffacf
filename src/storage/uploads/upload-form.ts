import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { DomainError } from '../../errors/domain-error.js';
import { receiveFile, type ReceivedFile } from '../intake/receive-file.js';

const MAX_FILES = 100;
const MAX_FIELDS = 1_000;
const MAX_FIELD_BYTES = 64 * 1024;
const MAX_HEADER_PAIRS = 50;
/** Boundaries and part headers, in a form that holds as many parts as are allowed. */
const FORM_OVERHEAD = 4 * 1024 * 1024;

/** What a form may hold where that is less than usual. */
export interface FormLimits {
  readonly files?: number;
  /** Bytes of each file. */
  readonly fileBytes?: number;
}

/** A multipart form. Its files are removed when it is disposed of, except those that have been moved away. */
export interface ReceivedForm extends AsyncDisposable {
  readonly files: readonly ReceivedFile[];
  /** Values by field, in the order they came; `name[]` and `name` are one field. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Receives multipart forms as streams: a file's bytes go to disk as they come, never into memory as a whole. */
@Injectable()
export class UploadFormReader {
  constructor(private readonly environment: Environment) {}

  /**
   * Reads the whole form.
   * @throws {DomainError} `unsupported-media-type`, `invalid-request` for a malformed form, `too-large`.
   */
  async read(request: IncomingMessage, limits: FormLimits = {}): Promise<ReceivedForm> {
    const most = this.mostOf(limits);
    const parser = createParser(request, most);
    const fields = new Map<string, string[]>();
    const receiving: Promise<ReceivedFile>[] = [];
    const started: { readonly file: string; readonly stream: Readable }[] = [];
    let excess: string | undefined;
    // A part that cannot be kept is read no further, and the parser would wait for its reader for ever.
    const broken = new AbortController();
    // The library's types leave out that a part may come without a name or a filename.
    parser.on('field', (name: string | undefined, value, nameCut, valueCut) => {
      const field = (name ?? '').replace(/\[\d*\]$/, '');
      if (nameCut || valueCut) excess ??= `The field "${field.slice(0, 100)}" is too long.`;
      fields.set(field, [...(fields.get(field) ?? []), value]);
    });
    parser.on('file', (_field, stream, filename: string | undefined, _encoding, declaredType) => {
      const file = join(this.environment.temporaryDirectory, randomUUID());
      started.push({ file, stream });
      const received = this.receive(stream, file, filename ?? '', declaredType);
      received.catch((error: unknown) => broken.abort(error));
      receiving.push(received);
    });
    parser.on('filesLimit', () => (excess = `The form may hold no more files than ${most.files}.`));
    parser.on(
      'fieldsLimit',
      () => (excess = `The form may hold no more fields than ${MAX_FIELDS}.`),
    );
    parser.on(
      'partsLimit',
      () => (excess = `The form may hold no more parts than ${most.files + MAX_FIELDS}.`),
    );
    const discard = async () => {
      // A form that broke off leaves its last file without an end.
      for (const { stream } of started) stream.destroy();
      await Promise.allSettled(receiving);
      await Promise.all(started.map(({ file }) => rm(file, { force: true })));
    };
    // Outside the pipeline, which ends what it fails with: the answer needs the connection, and the rest has to be read.
    const bounded = boundTotal(most);
    finished(request, { writable: false }).catch((error: unknown) => broken.abort(error));
    request.pipe(bounded);
    try {
      await pipeline(bounded, parser, { signal: broken.signal });
      if (excess !== undefined) throw new DomainError('too-large', excess);
      return { files: await Promise.all(receiving), fields, [Symbol.asyncDispose]: discard };
    } catch (error) {
      request.unpipe(bounded);
      // Before the parts are ended, which breaks them too.
      const wasBroken = broken.signal.aborted;
      await discard();
      throw describe(wasBroken ? broken.signal.reason : error);
    }
  }

  private mostOf({ files = MAX_FILES, fileBytes = Infinity }: FormLimits): Required<FormLimits> {
    const { maxFileBytes } = this.environment;
    return { files: Math.min(files, MAX_FILES), fileBytes: Math.min(fileBytes, maxFileBytes) };
  }

  private async receive(
    stream: Readable & { truncated?: boolean },
    file: string,
    filename: string,
    declaredType: string,
  ): Promise<ReceivedFile> {
    const received = await receiveFile(stream, file);
    // A part that declares no type is by RFC 7578 (4.4) plain text, and cannot be told from one that says so: it is no claim.
    const claim = declaredType === 'text/plain' ? '' : declaredType;
    return { ...received, filename, declaredType: claim, tooLarge: stream.truncated === true };
  }
}

function createParser(
  { headers }: IncomingMessage,
  { files, fileBytes }: Required<FormLimits>,
): BusboyInstance {
  if (headers['content-type']?.toLowerCase().startsWith('multipart/form-data') !== true) {
    throw new DomainError('unsupported-media-type', 'An upload is sent as multipart/form-data.');
  }
  try {
    return new Busboy({
      headers: headers as BusboyHeaders,
      preservePath: true,
      limits: {
        fileSize: fileBytes,
        files,
        fields: MAX_FIELDS,
        parts: files + MAX_FIELDS,
        fieldNameSize: 100,
        fieldSize: MAX_FIELD_BYTES,
        headerPairs: MAX_HEADER_PAIRS,
      },
    });
  } catch (error) {
    throw describe(error);
  }
}

/** Ends a form that goes on for longer than the files it may hold. */
function boundTotal({ files, fileBytes }: Required<FormLimits>): Transform {
  const most = fileBytes * files + FORM_OVERHEAD;
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      done(total > most ? new DomainError('too-large', 'The form is too large.') : null, chunk);
    },
  });
}

/** What the stream of a client ends with that goes away in the middle. */
const HANG_UPS: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET']);

/** A form can only fail to be read because of its sender, unless the disk or the product says otherwise. */
function describe(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  if (error instanceof Error && 'code' in error && !HANG_UPS.has(error.code)) return error;
  return new DomainError('invalid-request', 'The form is malformed or incomplete.', {
    cause: error,
  });
}
