import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Subject, type Observable } from 'rxjs';
import { DomainError } from '../errors/domain-error.js';
import type { ErrorCode } from '../errors/error-catalogue.js';
import { Announcements } from '../redis/announcements.js';
import { AssetPath } from './asset-path.js';
import { versionOfFile } from './asset-version.js';
import { UnknownAssetError, type Asset, type Visibility } from './asset.js';
import { AssetIndex } from './index/asset-index.js';
import {
  DEFAULT_MARKS,
  type AssetContent,
  type AssetFacts,
  type AssetMarks,
  type IndexedAsset,
} from './index/asset-record.js';
import { orUndefined } from '../files/absence.js';
import { mediaTypeOfExtension } from './media-types.js';
import { ObjectStore, type ObjectStat } from './object-store.js';

const REMEMBERED_ASSETS = 20_000;
/**
 * How long what is remembered of an asset is relied on where several processes may change it, ms: one that dies, or is cut
 * off from Redis, between a change and the telling leaves the others with what was.
 */
const RELIABLE_FOR = 30_000;
/** How long a look in the index may take where there is something to fall back on, ms. */
const LOOK_PATIENCE_MS = 1_000;
/** How it fails when the index cannot be asked just now. */
const INDEX_AWAY: ReadonlySet<ErrorCode> = new Set(['unavailable', 'timed-out']);
/** What processes tell each other of assets: their paths. */
const TOPIC = 'assets';

/** Answers what asset lies at a path, and knows its version without reading it again while it has not changed. */
@Injectable()
export class AssetCatalog {
  private readonly recent = new LRUCache<string, KnownAsset>({ max: REMEMBERED_ASSETS });
  private readonly underWay = new Map<string, Promise<KnownAsset>>();
  private readonly changed = new Subject<AssetPath>();
  /** Counts the writes, so that what was read before one is not remembered after it. */
  private writes = 0;

  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
    private readonly announcements: Announcements,
  ) {
    announcements.hear(TOPIC, (paths) => {
      this.lookAgainAt(...paths.map((path) => AssetPath.parse(path)));
    });
    announcements.missed.subscribe(() => {
      this.writes += 1;
      this.recent.clear();
    });
  }

  /** The paths whose asset has been stored, replaced, moved, marked or deleted, in whichever process, as it happens. */
  get changes(): Observable<AssetPath> {
    return this.changed;
  }

  /** Tells when changes may have been missed, so that nothing that is remembered can be relied on. */
  get missedChanges(): Observable<void> {
    return this.announcements.missed;
  }

  /** Whether every change is told at once. While it is not, nothing of an asset may be remembered. */
  get tellsOfChanges(): boolean {
    return this.announcements.isHearing;
  }

  /** The asset at `path`; undefined when there is none, or a file of a kind that is not delivered. */
  async find(path: AssetPath, signal?: AbortSignal): Promise<Asset | undefined> {
    const mediaType = mediaTypeOfExtension(path.extension);
    if (mediaType === undefined) return undefined;
    const stat = await this.store.stat(path, signal);
    if (stat === undefined) return undefined;
    const { version, visibility } = await this.known(path, stat);
    const { size, modifiedAt } = stat;
    return { path, mediaType, size, modifiedAt, version, visibility };
  }

  /**
   * The asset at `path`.
   * @throws {UnknownAssetError}
   */
  async get(path: AssetPath, signal?: AbortSignal): Promise<Asset> {
    const asset = await this.find(path, signal);
    if (asset === undefined) throw new UnknownAssetError(path);
    return asset;
  }

  /** The asset that was last known to lie at `path`, for when the store cannot be asked. */
  async recall(path: AssetPath): Promise<Asset | undefined> {
    const mediaType = mediaTypeOfExtension(path.extension);
    if (mediaType === undefined) return undefined;
    const known = await this.index.find(path);
    if (known?.version === undefined) return undefined;
    const { stat, version, visibility } = known;
    return { path, mediaType, size: stat.size, modifiedAt: stat.modifiedAt, version, visibility };
  }

  /** When the asset was first stored, what people say of it, and what was measured of it so far. */
  async describe(
    asset: Asset,
  ): Promise<Pick<IndexedAsset, 'createdAt' | 'facts' | 'tags' | 'visibility'>> {
    const known = await this.index.find(asset.path);
    if (known !== undefined) return known;
    return { createdAt: asset.modifiedAt, facts: undefined, ...DEFAULT_MARKS };
  }

  /** Whether something is remembered of an asset at `path`, which may have gone meanwhile. */
  async remembers(path: AssetPath): Promise<boolean> {
    return (await this.index.find(path)) !== undefined;
  }

  /**
   * Takes note of a newly stored object, whose version the caller has computed while receiving it.
   * @returns what people say of it.
   */
  async record(
    path: AssetPath,
    stat: ObjectStat,
    version: string,
    facts: AssetFacts | undefined,
  ): Promise<AssetMarks> {
    return this.andTellOf(this.index.save(path, { stat, version, facts }, new Date()), path);
  }

  /** Takes note of what was measured of an asset. */
  async recordFacts(asset: Asset, facts: AssetFacts): Promise<void> {
    await this.index.setFacts(asset.path, asset.version, facts);
  }

  /**
   * Changes the visibility or the tags of an asset that has been found before.
   * @throws {UnknownAssetError}
   */
  async mark(path: AssetPath, changes: Partial<AssetMarks>): Promise<AssetMarks> {
    const marks = await this.andTellOf(this.index.mark(path, changes), path);
    if (marks === undefined) throw new UnknownAssetError(path);
    return marks;
  }

  /** Forgets deleted assets. */
  async forget(...paths: readonly AssetPath[]): Promise<void> {
    await this.andTellOf(this.index.delete(...paths), ...paths);
  }

  /** Takes note of assets that have been moved. */
  async relocate(
    pairs: readonly { readonly from: AssetPath; readonly to: AssetPath }[],
  ): Promise<void> {
    const paths = pairs.flatMap(({ from, to }) => [from, to]);
    await this.andTellOf(this.index.rename(pairs), ...paths);
  }

  /** Has whoever remembers something of these paths look again, in every process. */
  async tellOf(...paths: readonly AssetPath[]): Promise<void> {
    this.lookAgainAt(...paths);
    await this.announcements.tell(
      TOPIC,
      paths.map(({ value }) => value),
    );
  }

  /** Has whoever remembers anything look again, in every process. */
  async tellOfEverything(): Promise<void> {
    await this.announcements.tellOfEverything();
  }

  /** A change that fails is told of, too: it may have been made, and only its answer lost. */
  private async andTellOf<T>(change: Promise<T>, ...paths: readonly AssetPath[]): Promise<T> {
    try {
      return await change;
    } finally {
      await this.tellOf(...paths);
    }
  }

  private lookAgainAt(...paths: readonly AssetPath[]): void {
    this.writes += 1;
    for (const path of paths) {
      this.recent.delete(path.value);
      this.changed.next(path);
    }
  }

  private async known(path: AssetPath, stat: ObjectStat): Promise<KnownAsset> {
    const found = this.recent.get(path.value);
    const recent = found?.revision === stat.revision && this.tellsOfChanges ? found : undefined;
    if (recent !== undefined && performance.now() < recent.reliableUntil) return recent;
    const key = `${this.writes}/${stat.revision}/${path.value}`;
    let reading = this.underWay.get(key);
    if (reading === undefined) {
      reading = this.lookUpOrRead(path, stat).finally(() => this.underWay.delete(key));
      this.underWay.set(key, reading);
    }
    return recent === undefined ? reading : this.lookedUpOr(recent, path, reading);
  }

  /** While the index cannot be asked, an asset is what was remembered last, unless it has been told to be another. */
  private async lookedUpOr(
    recent: KnownAsset,
    path: AssetPath,
    reading: Promise<KnownAsset>,
  ): Promise<KnownAsset> {
    const inTime = await Promise.race([
      reading.catch((error: unknown) => {
        if (error instanceof DomainError && INDEX_AWAY.has(error.code)) return undefined;
        throw error;
      }),
      pause(LOOK_PATIENCE_MS, undefined, { ref: false }),
    ]);
    if (inTime !== undefined || this.recent.get(path.value) !== recent) return inTime ?? reading;
    recent.reliableUntil = performance.now() + RELIABLE_FOR;
    return recent;
  }

  private async lookUpOrRead(path: AssetPath, stat: ObjectStat): Promise<KnownAsset> {
    const { writes } = this;
    const indexed = await this.index.find(path);
    const current = indexed?.stat.revision === stat.revision ? indexed : undefined;
    const known =
      current?.version === undefined
        ? await this.adopt(path, stat, current)
        : this.asKnown(stat, current.version, current.visibility);
    if (this.writes === writes) this.recent.set(path.value, known);
    return known;
  }

  /** Reads an object that did not come through the product, or was not read yet, and takes note of it. */
  private async adopt(
    path: AssetPath,
    stat: ObjectStat,
    current: IndexedAsset | undefined,
  ): Promise<KnownAsset> {
    const version = await this.readVersion(path);
    const content: AssetContent = { stat, version, facts: current?.facts };
    await this.index.save(path, content, current?.createdAt ?? stat.modifiedAt);
    // Deleted or replaced meanwhile: whoever did it takes note of it after this, or has done so and this is undone.
    if ((await this.store.stat(path))?.revision !== stat.revision) {
      await this.index.deleteIfStill(path, stat.revision);
    }
    // Gone from under our hands: nobody may see what it was.
    const visibility = (await this.index.find(path))?.visibility ?? 'private';
    return this.asKnown(stat, version, visibility);
  }

  private asKnown({ revision }: ObjectStat, version: string, visibility: Visibility): KnownAsset {
    const duration = this.announcements.isAlone ? Infinity : RELIABLE_FOR;
    return { revision, version, visibility, reliableUntil: performance.now() + duration };
  }

  private async readVersion(path: AssetPath): Promise<string> {
    await using file = await this.store.localFile(path);
    const version = await orUndefined(versionOfFile(file.path));
    if (version === undefined) throw new UnknownAssetError(path);
    return version;
  }
}

/** What an answer needs to know of an object that has not changed. */
interface KnownAsset extends Pick<AssetMarks, 'visibility'> {
  readonly revision: string;
  readonly version: string;
  /** By `performance.now()`. */
  reliableUntil: number;
}
