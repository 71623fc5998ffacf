import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Subject, type Observable } from 'rxjs';
import { AssetIndex, type AssetFacts, type IndexedAsset } from './asset-index.js';
import type { AssetPath } from './asset-path.js';
import { versionOfFile } from './asset-version.js';
import { UnknownAssetError, type Asset } from './asset.js';
import { mediaTypeOfExtension } from './media-types.js';
import { ObjectStore, type ObjectStat } from './object-store.js';

const REMEMBERED_ASSETS = 20_000;

/** Answers what asset lies at a path, and knows its version without reading it again while it has not changed. */
@Injectable()
export class AssetCatalog {
  private readonly recent = new LRUCache<string, IndexedAsset>({ max: REMEMBERED_ASSETS });
  private readonly underWay = new Map<string, Promise<IndexedAsset>>();

  private readonly changed = new Subject<AssetPath>();

  constructor(
    private readonly store: ObjectStore,
    private readonly index: AssetIndex,
  ) {}

  /** The paths whose asset has been stored, replaced or deleted through the product, as it happens. */
  get changes(): Observable<AssetPath> {
    return this.changed;
  }

  /** The asset at `path`; undefined when there is none, or a file of a kind that is not delivered. */
  async find(path: AssetPath, signal?: AbortSignal): Promise<Asset | undefined> {
    const mediaType = mediaTypeOfExtension(path.extension);
    if (mediaType === undefined) return undefined;
    const stat = await this.store.stat(path, signal);
    if (stat === undefined) return undefined;
    const { version } = await this.indexed(path, stat);
    return { path, mediaType, size: stat.size, modifiedAt: stat.modifiedAt, version };
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

  /** When the asset was first stored, and what was measured of it so far. */
  async describe(asset: Asset): Promise<Pick<IndexedAsset, 'createdAt' | 'facts'>> {
    const { createdAt, facts } = (await this.index.find(asset.path)) ?? {
      createdAt: asset.modifiedAt,
      facts: undefined,
    };
    return { createdAt, facts };
  }

  /** Takes note of a newly stored object, whose version the caller has computed while receiving it. */
  async record(
    path: AssetPath,
    { revision }: ObjectStat,
    version: string,
    facts: AssetFacts | undefined,
  ): Promise<void> {
    const indexed = { revision, version, createdAt: new Date(), facts };
    await this.index.save(path, indexed);
    this.recent.set(path.value, indexed);
    this.changed.next(path);
  }

  /** Takes note of what was measured of an asset. */
  async recordFacts(asset: Asset, facts: AssetFacts): Promise<void> {
    const known = await this.index.find(asset.path);
    if (known?.version === asset.version) await this.index.save(asset.path, { ...known, facts });
  }

  /** Forgets a deleted asset. */
  async forget(path: AssetPath): Promise<void> {
    this.recent.delete(path.value);
    await this.index.delete(path);
    this.changed.next(path);
  }

  private async indexed(path: AssetPath, stat: ObjectStat): Promise<IndexedAsset> {
    const recent = this.recent.get(path.value);
    if (recent?.revision === stat.revision) return recent;
    const key = `${stat.revision}/${path.value}`;
    let reading = this.underWay.get(key);
    if (reading === undefined) {
      reading = this.lookUpOrRead(path, stat).finally(() => this.underWay.delete(key));
      this.underWay.set(key, reading);
    }
    return reading;
  }

  private async lookUpOrRead(path: AssetPath, stat: ObjectStat): Promise<IndexedAsset> {
    const known = await this.index.find(path);
    if (known?.revision === stat.revision) {
      this.recent.set(path.value, known);
      return known;
    }
    await using file = await this.store.localFile(path);
    const version = await versionOfFile(file.path);
    await this.record(path, stat, version, undefined);
    return { revision: stat.revision, version, createdAt: stat.modifiedAt, facts: undefined };
  }
}
