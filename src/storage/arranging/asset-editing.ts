import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import type { AssetPath } from '../../assets/asset-path.js';
import type { AssetMarks } from '../../assets/index/asset-record.js';
import { WriteOrder } from '../../assets/write-order.js';
import { readTags } from '../naming/tags.js';
import type { AssetChanges } from './asset-changes.dto.js';
import { Relocation } from './relocation.js';

/** What an asset or a folder has become. */
export interface Edited {
  readonly path: AssetPath;
  /** Absent when nothing was said of them. */
  readonly marks?: AssetMarks;
}

/** Changes what an asset is called, who may see it, and its tags. */
@Injectable()
export class AssetEditing {
  constructor(
    private readonly relocation: Relocation,
    private readonly catalog: AssetCatalog,
    private readonly order: WriteOrder,
  ) {}

  /**
   * The name first: when it is taken, nothing is changed.
   * @throws {UnknownAssetError}, or {DomainError} `conflict`, `invalid-path`, `unsupported-media-type`.
   */
  async edit(path: AssetPath, changes: AssetChanges, signal: AbortSignal): Promise<Edited> {
    const { name, visibility } = changes;
    const tags = changes.tags && readTags(changes.tags);
    const marks = { ...(visibility !== undefined && { visibility }), ...(tags && { tags }) };
    const marked = visibility !== undefined || tags !== undefined;
    // Folders have neither visibility nor tags.
    if (marked) await this.catalog.get(path, signal);
    const to = await this.rename(path, name, signal);
    if (!marked) return { path: to };
    const mark = () => this.catalog.mark(to, marks);
    return { path: to, marks: await this.order.inTurn([to], mark, signal) };
  }

  private async rename(
    path: AssetPath,
    name: string | undefined,
    signal: AbortSignal,
  ): Promise<AssetPath> {
    if (name !== undefined && name !== path.name)
      return (await this.relocation.move(path, path.withName(name).value, signal)).to;
    await this.relocation.kindOf(path);
    return path;
  }
}
