import { Injectable } from '@nestjs/common';
import { AssetPath } from '../../assets/asset-path.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { ObjectExistsError, ObjectStore } from '../../assets/object-store.js';
import { WriteOrder } from '../../assets/write-order.js';
import { DomainError } from '../../errors/domain-error.js';
import { readCursor, writeCursor, type Question } from '../naming/listing-cursor.js';
import { readSearch } from '../naming/search-text.decorator.js';
import { assertFolderName } from '../naming/destination.js';
import { nameTaken } from '../naming/free-name.js';
import type { FolderPage, FolderQuery, FolderSummaryDto } from './folders.dto.js';

/** Makes folders, and tells which there are. */
@Injectable()
export class Folders {
  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly inventory: AssetInventory,
    private readonly order: WriteOrder,
  ) {}

  /** @throws {DomainError} `conflict` when the name is taken, `invalid-path`. */
  async create(folder: AssetPath, signal: AbortSignal): Promise<void> {
    assertFolderName(folder);
    await this.order.inTurn([folder], () => this.make(folder, signal), signal);
  }

  /** All folders, flat, in the order of their paths. */
  async pick({ search, limit, cursor }: FolderQuery): Promise<FolderPage> {
    const text = readSearch(search);
    const question: Question = ['folders', text];
    const after = cursor === undefined ? undefined : readCursor(cursor, question).name;
    const found = await this.inventory.foldersBelow(undefined, after, limit + 1, text);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const more = found.length > limit && last !== undefined;
    return {
      folders: page.map((folder) => ({
        name: folder.name,
        path: folder.value,
        parent: folder.folder?.value ?? '',
      })),
      ...(more && { nextCursor: writeCursor({ kind: 'folder', name: last.value }, question) }),
    };
  }

  private async make(folder: AssetPath, signal: AbortSignal): Promise<void> {
    try {
      if ((await this.store.stat(folder)) !== undefined) throw new ObjectExistsError(folder);
      await this.store.makeFolder(folder, signal);
    } catch (error) {
      throw error instanceof ObjectExistsError ? nameTaken(error.path, error) : error;
    }
    await this.index.addFolder(folder);
  }

  /** @throws {DomainError} `not-found` for a folder that does not exist. */
  async summarise(paths: readonly string[]): Promise<FolderSummaryDto[]> {
    const summaries: FolderSummaryDto[] = [];
    for (const text of paths) {
      const folder = AssetPath.parse(text.replace(/\/$/, ''));
      if (!(await this.inventory.hasFolder(folder)))
        throw new DomainError('not-found', `There is no folder "${folder.value}".`);
      const { files, bytes, folders, previews } = await this.inventory.summary(folder);
      summaries.push({
        path: folder.value,
        fileCount: files,
        size: bytes,
        folderCount: folders,
        previews: previews.map(({ path, version }) => ({
          path: path.value,
          ...(version !== undefined && { version }),
        })),
      });
    }
    return summaries;
  }
}
