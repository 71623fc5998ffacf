import { inject, Service } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { StorageService } from '../api/storage/storage.service';
import type { AssetChanges } from '../api/model/assetChanges';
import { toProblemError, type ProblemError } from '../problems/problem-error';
import { encodePath, folderOf, joinPath, nameOf } from './asset-urls';
import type { Named } from './entry';

const AT_ONCE = 4;

/** What became of a change to several entries. */
export interface Outcome {
  readonly done: readonly string[];
  readonly failed: readonly { readonly path: string; readonly problem: ProblemError }[];
}

/** A move that was made: where something lay, and where it lies. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Changes what is stored. Several entries are changed a few at a time; one that fails stops no other. */
@Service()
export class AssetChanger {
  private readonly api = inject(StorageService);

  async createFolder(path: string): Promise<void> {
    await firstValueFrom(this.api.createFolder({ path }));
  }

  async update(path: string, changes: AssetChanges): Promise<void> {
    await firstValueFrom(this.api.updateAsset(encodePath(path), changes));
  }

  async rename(path: string, name: string): Promise<Move> {
    await this.update(path, { name });
    return { from: path, to: joinPath(folderOf(path), name) };
  }

  async duplicate(path: string): Promise<string> {
    const copy = await firstValueFrom(this.api.copyAsset(encodePath(path), {}));
    return copy.path;
  }

  /** Moves entries into a folder under their own names. */
  async move(paths: readonly string[], folder: string): Promise<Outcome> {
    return this.moveAll(paths.map((from) => ({ from, to: joinPath(folder, nameOf(from)) })));
  }

  /** Makes each of these moves. */
  async moveAll(moves: readonly Move[]): Promise<Outcome> {
    const targets = new Map(moves.map(({ from, to }) => [from, to]));
    return each([...targets.keys()], (path) =>
      firstValueFrom(
        this.api.moveAsset(encodePath(path), { destination: targets.get(path) ?? path }),
      ),
    );
  }

  /** Deletes entries; folders with all that is in them. */
  async delete(entries: readonly Named[]): Promise<Outcome> {
    const folders = new Set(
      entries.filter(({ type }) => type === 'folder').map(({ path }) => path),
    );
    return each(
      entries.map(({ path }) => path),
      (path) =>
        firstValueFrom(
          this.api.deleteAsset(encodePath(path), folders.has(path) ? { recursive: true } : {}),
        ),
    );
  }

  /** Entries as one ZIP, which the browser keeps on its disk when it is large. */
  async pack(paths: readonly string[]): Promise<Blob> {
    return firstValueFrom(this.api.downloadZip({ paths: [...paths] }));
  }

  /** Throws an asset's variants away; how many there were. */
  async invalidate(path: string): Promise<number> {
    const { variantsDeleted } = await firstValueFrom(this.api.invalidateAsset(encodePath(path)));
    return variantsDeleted;
  }
}

async function each(
  paths: readonly string[],
  change: (path: string) => Promise<unknown>,
): Promise<Outcome> {
  const done: string[] = [];
  const failed: { path: string; problem: ProblemError }[] = [];
  const left = [...paths];
  const work = async () => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      try {
        await change(path);
        done.push(path);
      } catch (error) {
        failed.push({ path, problem: toProblemError(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done, failed };
}
