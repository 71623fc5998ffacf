import { HttpStatus, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { StorageUnavailableError } from '../../assets/storage-unavailable.js';
import { DomainError } from '../../errors/domain-error.js';
import { ERROR_CATALOGUE } from '../../errors/error-catalogue.js';
import {
  fingerprintOf,
  IdempotentRequests,
  workSignal,
} from '../../http/idempotency/idempotent-requests.js';
import type { ReceivedFile } from '../intake/receive-file.js';
import { newAssetPath } from '../naming/new-asset-path.js';
import { FileReception } from './file-reception.js';
import { UploadPermits, type UploadPermit } from './signatures/upload-permits.js';
import { UploadFormReader, type ReceivedForm } from './upload-form.js';
import { readUploadOptions } from './upload-options.js';
import type { UploadedFile, UploadResult } from './upload.dto.js';

/** Receives uploads. */
@Injectable()
export class UploadService {
  constructor(
    private readonly forms: UploadFormReader,
    private readonly permits: UploadPermits,
    private readonly reception: FileReception,
    private readonly requests: IdempotentRequests,
  ) {}

  /**
   * Stores the files of a form, each by itself.
   * @throws {DomainError} `upload-refused` (or `too-large`) when none was stored, naming each file and its reason;
   * `signature-used-up` and `forbidden` for what an upload signature does not allow.
   */
  async receive(request: Request, response: Response): Promise<UploadResult> {
    const signal = workSignal(request, response);
    const permit = await this.permits.open(request.actor);
    await using form = await this.readForm(request, permit);
    const progress = { begun: false };
    try {
      return await this.requests.answer(request, response, {
        fingerprint: fingerprintOfForm(form),
        statusOf: ({ success }) => (success ? HttpStatus.OK : HttpStatus.MULTI_STATUS),
        run: () => {
          progress.begun = true;
          return this.storeAll(form, permit, request, signal);
        },
      });
    } finally {
      // It was done before: what was counted at the beginning is not stored again.
      if (!progress.begun) await permit.giveBack(1);
    }
  }

  private async readForm(request: Request, permit: UploadPermit): Promise<ReceivedForm> {
    try {
      return await this.forms.read(request, permit.limits);
    } catch (error) {
      await permit.giveBack(1);
      if (error instanceof DomainError) this.reception.reject(error, '', request);
      throw error;
    }
  }

  private async storeAll(
    form: ReceivedForm,
    permit: UploadPermit,
    request: Request,
    signal: AbortSignal,
  ): Promise<UploadResult> {
    const options = await this.readOptions(form, permit, request);
    const { names, folder } = options;
    const files: UploadedFile[] = [];
    const refused: Refusal[] = [];
    for (const [index, received] of form.files.entries()) {
      const filename = names[index] ?? received.filename;
      const placeOf = () => {
        const path = newAssetPath(folder, withEnding(filename, received));
        permit.checkPlace(path);
        return path;
      };
      try {
        files.push(await this.reception.receive(received, placeOf, options, request, signal));
      } catch (error) {
        // Whatever else went wrong, it may have been stored, and counts.
        if (!(error instanceof DomainError)) throw error;
        if (!(error instanceof StorageUnavailableError)) await permit.giveBack(1);
        refused.push({ filename: filename.slice(0, 300), error });
      }
    }
    return conclude(files, refused);
  }

  /** What the form says and the permit allows, with its files counted. */
  private async readOptions(form: ReceivedForm, permit: UploadPermit, request: Request) {
    let counted = 1;
    try {
      if (form.files.length === 0) {
        throw new DomainError('upload-refused', 'The form holds no file in a field named "files".');
      }
      await permit.count(form.files.length);
      counted = form.files.length;
      return readUploadOptions(permit.restrict(form.fields));
    } catch (error) {
      await permit.giveBack(counted);
      if (error instanceof DomainError) this.reception.reject(error, '', request);
      throw error;
    }
  }
}

/** Of what was received: the form itself has another boundary each time. */
function fingerprintOfForm({ files, fields }: ReceivedForm): string {
  const contents = files.map(({ filename, declaredType, version }) => [
    filename,
    declaredType,
    version,
  ]);
  return fingerprintOf('upload', contents, [...fields].sort());
}

interface Refusal {
  readonly filename: string;
  readonly error: DomainError;
}

function conclude(files: UploadedFile[], refused: readonly Refusal[]): UploadResult {
  const errors = refused.map(({ filename, error }) => ({ filename, error: error.message }));
  if (files.length === 0) {
    // Not the files are at fault: asking again makes sense.
    const ours = refused.find(({ error }) => ERROR_CATALOGUE[error.code].status >= 500);
    if (ours !== undefined) throw ours.error;
    const tooLarge = refused.every(({ error }) => error.code === 'too-large');
    const detail = errors.map(({ filename, error }) => `${filename}: ${error}`).join(' ');
    throw new DomainError(tooLarge ? 'too-large' : 'upload-refused', detail, {
      violations: errors.map(({ filename, error }) => ({
        field: 'files',
        value: filename,
        message: error,
      })),
    });
  }
  return { success: errors.length === 0, files, ...(errors.length > 0 && { errors }) };
}

/** A name that was given without an ending keeps the one the file came with. */
function withEnding(name: string, { filename }: ReceivedFile): string {
  const ending = /\.[A-Za-z0-9]{1,10}$/;
  return ending.test(name) ? name : `${name}${ending.exec(filename)?.[0] ?? ''}`;
}
