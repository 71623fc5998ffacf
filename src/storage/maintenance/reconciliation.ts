import { setImmediate as breath } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { AssetPath } from '../../assets/asset-path.js';
import { AssetIndex } from '../../assets/index/asset-index.js';
import { AssetInventory } from '../../assets/index/asset-inventory.js';
import { mediaTypeOfExtension } from '../../assets/media-types.js';
import { ObjectStore, type ObjectStat, type StoreEntry } from '../../assets/object-store.js';
import { Database } from '../../database/database.js';
import { ReconciliationSteps } from './reconciliation-steps.js';

/** New files noted in one transaction. */
const BATCH = 200;
/** Rows of the index read together. */
const PAGE = 500;
/** What processes that share a database exclude each other by. */
const LOCK = 'reconciliation';

/** How the index has been brought to agree with the store. */
export interface ReconciliationCount {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

interface FoundFile {
  readonly path: AssetPath;
  readonly stat: ObjectStat;
}

/**
 * Compares the store with the index, both read in the order of their paths, and brings the index to agree. Requests go on
 * meanwhile: each difference is looked at again in its turn among the path's writers.
 */
@Injectable()
export class Reconciliation {
  private readonly logger = new Logger(Reconciliation.name);
  private underWay: Promise<ReconciliationCount> | undefined;

  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly inventory: AssetInventory,
    private readonly steps: ReconciliationSteps,
    private readonly database: Database,
  ) {}

  /** Runs once for all who ask for it while it is under way; of several processes, in one after the other. */
  async run(signal?: AbortSignal): Promise<ReconciliationCount> {
    this.underWay ??= this.database
      .alone(LOCK, () => this.reconcile(signal))
      .finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  /** Runs unless another process is just doing so; undefined then. */
  async runUnlessBusy(signal: AbortSignal): Promise<ReconciliationCount | undefined> {
    if (this.underWay !== undefined) return this.underWay;
    return this.database.unlessBusy(LOCK, () => {
      this.underWay = this.reconcile(signal).finally(() => (this.underWay = undefined));
      return this.underWay;
    });
  }

  private async reconcile(signal: AbortSignal | undefined): Promise<ReconciliationCount> {
    const reserved = await this.index.reservations();
    if (await this.index.isCautious())
      this.logger.warn(
        'the index was restored or lost: objects it does not know are noted as private',
      );
    const count = { added: 0, changed: 0, removed: 0 };
    const fresh: FoundFile[] = [];
    const folders = new Set<string>();
    const note = async () => (count.added += await this.steps.add(fresh.splice(0)));
    for await (const difference of this.differences(folders, signal)) {
      if (difference.kind === 'new') {
        fresh.push(difference);
        if (fresh.length >= BATCH) await note();
      } else if (difference.kind === 'changed') {
        count.changed += (await this.steps.renew(difference.path)) ? 1 : 0;
      } else {
        count.removed += (await this.steps.drop(difference.path)) ? 1 : 0;
      }
    }
    await note();
    await this.index.endCaution();
    for (const folder of await this.inventory.foldersBelow(undefined)) {
      if (!folders.has(folder.value)) await this.steps.dropFolder(folder);
    }
    // What a crash has left of uploads that never came to be.
    for (const path of reserved) await this.steps.dropReservation(path);
    await this.index.recount();
    await this.steps.dropStrays(this.rows());
    return count;
  }

  private async *differences(
    folders: Set<string>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Difference> {
    const rows = this.rows();
    let row = await rows.next();
    for await (const entry of this.store.walk(signal)) {
      if (entry.kind === 'folder') {
        folders.add(entry.path.value);
        await this.steps.addFolder(entry.path);
        continue;
      }
      if (!isAsset(entry)) continue;
      while (row.done !== true && compare(row.value.path, entry.path) < 0) {
        yield { kind: 'gone', path: row.value.path };
        row = await rows.next();
      }
      if (row.done === true || compare(row.value.path, entry.path) > 0) {
        yield { kind: 'new', path: entry.path, stat: entry.stat };
        continue;
      }
      if (row.value.revision !== entry.stat.revision) yield { kind: 'changed', path: entry.path };
      row = await rows.next();
    }
    for (; row.done !== true; row = await rows.next()) yield { kind: 'gone', path: row.value.path };
  }

  private async *rows(): AsyncGenerator<{ readonly path: AssetPath; readonly revision: string }> {
    let after: string | undefined;
    for (;;) {
      const page = await this.inventory.assetsBelow(undefined, after, PAGE);
      if (page.length === 0) return;
      yield* page;
      after = page.at(-1)?.path.value;
      await breath();
    }
  }
}

type Difference =
  | { readonly kind: 'new'; readonly path: AssetPath; readonly stat: ObjectStat }
  | { readonly kind: 'changed' | 'gone'; readonly path: AssetPath };

function isAsset(entry: StoreEntry): boolean {
  return mediaTypeOfExtension(entry.path.extension) !== undefined;
}

/** By the bytes of the paths, as both sides are ordered. */
function compare(one: AssetPath, other: AssetPath): number {
  return Buffer.compare(Buffer.from(one.value), Buffer.from(other.value));
}
