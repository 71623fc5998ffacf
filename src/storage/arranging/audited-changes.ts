import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AuditLog } from '../../access/audit.js';
import type { AssetPath } from '../../assets/asset-path.js';
import type { AssetChanges, ChangedAsset, Transfer } from './asset-changes.dto.js';
import { AssetEditing } from './asset-editing.js';
import { AssetRemoval } from './asset-removal.js';
import type { DeletionResult } from './deletion.dto.js';
import { Relocation } from './relocation.js';

/** Changes assets for somebody, and writes down who it was. */
@Injectable()
export class AuditedChanges {
  constructor(
    private readonly editing: AssetEditing,
    private readonly relocation: Relocation,
    private readonly removal: AssetRemoval,
    private readonly audit: AuditLog,
  ) {}

  /** Changes a name, visibility or tags. */
  async edit(
    path: AssetPath,
    changes: AssetChanges,
    request: Request,
    signal: AbortSignal,
  ): Promise<ChangedAsset> {
    const { path: to, marks } = await this.editing.edit(path, changes, signal);
    if (to.value !== path.value) this.noteMove(path, to, request);
    if (changes.visibility !== undefined) {
      this.audit.record(
        {
          event: 'asset.visibility_changed',
          outcome: 'success',
          reason: changes.visibility,
          subject: to.value,
        },
        request,
      );
    }
    return {
      path: to.value,
      ...(marks && { visibility: marks.visibility, tags: [...marks.tags] }),
    };
  }

  /** Gives an asset or a folder another path. */
  async move(
    path: AssetPath,
    destination: string,
    request: Request,
    signal: AbortSignal,
  ): Promise<Transfer> {
    const { from, to, files } = await this.relocation.move(path, destination, signal);
    this.noteMove(from, to, request);
    return { source: from.value, path: to.value, fileCount: files };
  }

  /** Removes an asset or a folder. */
  async remove(
    path: AssetPath,
    recursive: boolean,
    request: Request,
    signal: AbortSignal,
  ): Promise<DeletionResult> {
    const { files, variants, jobs } = await this.removal.remove(path, recursive, signal);
    this.audit.record({ event: 'asset.deleted', outcome: 'success', subject: path.value }, request);
    return {
      success: true,
      message: `Deleted ${path.value}.`,
      details: { filesDeleted: files, variantsDeleted: variants, jobsDeleted: jobs },
    };
  }

  private noteMove(from: AssetPath, to: AssetPath, request: Request): void {
    const subject = `${from.value} → ${to.value}`;
    this.audit.record({ event: 'asset.moved', outcome: 'success', subject }, request);
  }
}
