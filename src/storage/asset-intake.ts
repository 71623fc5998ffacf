import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../assets/asset-catalog.js';
import type { AssetFacts } from '../assets/asset-index.js';
import type { AssetPath } from '../assets/asset-path.js';
import type { Asset } from '../assets/asset.js';
import { identify } from '../assets/identify.js';
import type { MediaType } from '../assets/media-types.js';
import { ObjectExistsError, ObjectStore, type ObjectStat } from '../assets/object-store.js';
import { DomainError } from '../errors/domain-error.js';
import { ImageEngine } from '../transform/image/image-engine.js';
import { VariantStore } from '../transform/variants/variant-store.js';
import { VideoEngine } from '../transform/video/video-engine.js';
import { measureVideo } from './measure-video.js';
import type { ReceivedFile } from './upload-form.js';

const MOST_NUMBERED_NAMES = 10_000;

/** A new asset and what was measured of it. */
export interface TakenAsset {
  readonly asset: Asset;
  readonly facts: AssetFacts;
}

/** Checks received files and takes them into the store. */
@Injectable()
export class AssetIntake {
  constructor(
    private readonly store: ObjectStore,
    private readonly catalog: AssetCatalog,
    private readonly images: ImageEngine,
    private readonly variants: VariantStore,
    private readonly videos: VideoEngine,
  ) {}

  /**
   * Stores a received file at `path`, or under the next free numbered name beside it.
   * @throws {DomainError} `too-large`, `unsupported-media-type`, `unprocessable-asset`, `conflict`.
   */
  async take(
    received: ReceivedFile,
    path: AssetPath,
    overwrite: boolean,
    signal: AbortSignal,
  ): Promise<TakenAsset> {
    if (received.tooLarge)
      throw new DomainError('too-large', 'The file is larger than is allowed.');
    if (received.size === 0) throw new DomainError('unprocessable-asset', 'The file is empty.');
    const mediaType = await identify(received.file, path, received.declaredType);
    const facts = await this.measure(received.file, mediaType, signal);
    const placed = overwrite
      ? await this.replace(received.file, path)
      : await this.placeBeside(received.file, path);
    await this.catalog.record(placed.path, placed.stat, received.version, facts);
    const { size, modifiedAt } = placed.stat;
    return {
      asset: { path: placed.path, mediaType, size, modifiedAt, version: received.version },
      facts,
    };
  }

  /** What can be read from the file's header; a file whose header is broken is refused here, not at its first use. */
  private async measure(
    file: string,
    mediaType: MediaType,
    signal: AbortSignal,
  ): Promise<AssetFacts> {
    if (mediaType.kind === 'video') return measureVideo(this.videos, file, mediaType, signal);
    if (mediaType.kind !== 'image') return {};
    const { width, height, orientation, hasAlpha, frames } = await this.images.probe(
      { file, mediaType },
      signal,
    );
    return { width, height, hasAlpha, frames, ...(orientation !== undefined && { orientation }) };
  }

  private async replace(file: string, path: AssetPath): Promise<Placed> {
    try {
      const stat = await this.store.take(file, path, 'replace');
      await this.variants.deleteOf(path);
      return { path, stat };
    } catch (error) {
      if (error instanceof ObjectExistsError) throw nameTaken(path, error);
      throw error;
    }
  }

  private async placeBeside(file: string, path: AssetPath): Promise<Placed> {
    for (let number = 0; number < MOST_NUMBERED_NAMES; number += 1) {
      const candidate = number === 0 ? path : path.withName(numbered(path.name, number));
      try {
        return { path: candidate, stat: await this.store.take(file, candidate, 'refuse') };
      } catch (error) {
        if (!(error instanceof ObjectExistsError)) throw error;
        // Not the name is taken but a folder on the way to it is a file: no other name would help.
        if (error.path.value !== candidate.value) throw nameTaken(error.path, error);
      }
    }
    throw nameTaken(path);
  }
}

interface Placed {
  readonly path: AssetPath;
  readonly stat: ObjectStat;
}

function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name} (${number})` : `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
}

function nameTaken(path: AssetPath, cause?: Error): DomainError {
  return new DomainError('conflict', `"${path.value}" is taken.`, { cause });
}
