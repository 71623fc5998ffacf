import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AuditLog } from '../../access/audit.js';
import type { AssetPath } from '../../assets/asset-path.js';
import { DomainError } from '../../errors/domain-error.js';
import { Metrics } from '../../metrics/metrics.js';
import { AssetIntake, type IntakeOptions } from '../intake/asset-intake.js';
import type { ReceivedFile } from '../intake/receive-file.js';
import { Prewarm } from './prewarm.js';
import type { UploadedFile } from './upload.dto.js';

/** How a received file is to be stored, and what is to be made of it at once. */
export interface ReceptionOptions extends IntakeOptions {
  readonly transformations: readonly string[];
}

/** Makes assets of received files, tells what became of them, and writes it down. */
@Injectable()
export class FileReception {
  constructor(
    private readonly intake: AssetIntake,
    private readonly prewarm: Prewarm,
    private readonly metrics: Metrics,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Stores one file.
   * @param placeOf where it is to lie; what it throws is the file's refusal.
   * @throws {DomainError} when it was refused: then nothing of it is stored.
   */
  async receive(
    received: ReceivedFile,
    placeOf: () => AssetPath,
    options: ReceptionOptions,
    request: Request,
    signal: AbortSignal,
  ): Promise<UploadedFile> {
    try {
      const { asset, facts } = await this.intake.take(received, placeOf(), options, signal);
      this.metrics.uploaded('stored');
      const subject = asset.path.value;
      this.audit.record({ event: 'upload.success', outcome: 'success', subject }, request);
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
        ...(await this.prewarm.run(asset, options.transformations, signal)),
      };
    } catch (error) {
      this.metrics.uploaded(error instanceof DomainError ? 'refused' : 'failed');
      if (error instanceof DomainError) this.reject(error, received.filename, request);
      throw error;
    }
  }

  /** Writes down that something was not taken, and why. */
  reject({ code: reason }: DomainError, subject: string, request: Request): void {
    this.audit.record({ event: 'upload.rejected', outcome: 'failure', reason, subject }, request);
  }
}
