import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../errors/domain-error.js';
import { Metrics } from '../metrics/metrics.js';
import { AssetIntake } from './asset-intake.js';
import { Prewarm } from './prewarm.js';
import { UploadFormReader, type ReceivedFile, type ReceivedForm } from './upload-form.js';
import { newAssetPath, readUploadOptions, type UploadOptions } from './upload-options.js';
import type { UploadedFile, UploadResult } from './upload.dto.js';

/** Receives uploads. */
@Injectable()
export class UploadService {
  constructor(
    private readonly forms: UploadFormReader,
    private readonly intake: AssetIntake,
    private readonly prewarm: Prewarm,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Stores the files of a form, each by itself.
   * @throws {DomainError} `upload-refused` (or `too-large`) when none was stored, naming each file and its reason.
   */
  async receive(request: IncomingMessage, signal: AbortSignal): Promise<UploadResult> {
    await using form = await this.forms.read(request);
    if (form.files.length === 0) {
      throw new DomainError('upload-refused', 'The form holds no file in a field named "files".');
    }
    const options = readUploadOptions(form.fields);
    const files: UploadedFile[] = [];
    const refused: Refusal[] = [];
    for (const [index, received] of form.files.entries()) {
      const filename = options.names[index] ?? received.filename;
      try {
        files.push(await this.store(received, filename, options, signal));
        this.metrics.uploaded('stored');
      } catch (error) {
        this.metrics.uploaded(error instanceof DomainError ? 'refused' : 'failed');
        if (!(error instanceof DomainError)) throw error;
        refused.push({ filename: filename.slice(0, 300), error });
      }
    }
    return conclude(files, refused);
  }

  private async store(
    received: ReceivedForm['files'][number],
    filename: string,
    { folder, transformations, overwrite, marks }: UploadOptions,
    signal: AbortSignal,
  ): Promise<UploadedFile> {
    const path = newAssetPath(folder, withEnding(filename, received));
    const { asset, facts } = await this.intake.take(received, path, { overwrite, marks }, signal);
    const { width, height, duration } = facts;
    return {
      filename: asset.path.name,
      path: asset.path.value,
      size: asset.size,
      contentType: asset.mediaType.contentType,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(duration !== undefined && { duration }),
      version: asset.version,
      url: `/t/${asset.path.toUrl()}`,
      ...(await this.prewarm.run(asset, transformations, signal)),
    };
  }
}

interface Refusal {
  readonly filename: string;
  readonly error: DomainError;
}

function conclude(files: UploadedFile[], refused: readonly Refusal[]): UploadResult {
  const errors = refused.map(({ filename, error }) => ({ filename, error: error.message }));
  if (files.length === 0) {
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
