import { rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { Asset } from '../../assets/asset.js';
import { mediaTypeOfExtension, PNG } from '../../assets/media-types.js';
import { ObjectStore } from '../../assets/object-store.js';
import { DomainError } from '../../errors/domain-error.js';
import type { ImageSource } from '../image/sources/image-source.js';
import type { Transformation } from '../language/transformation.js';
import { VideoEngine } from '../video/video-engine.js';
import { OriginalMemory } from './original-memory.js';
import { VariantStore } from './store/variant-store.js';
import { WorkingCopies } from './working-copies.js';

/** A file the image engine can open, for as long as it is held. */
export interface OpenImageSource extends ImageSource, AsyncDisposable {}

/** Opens assets for the image engine: as they are, or as the lossless copy of formats it cannot read. */
@Injectable()
export class ImageSources {
  private readonly memory = new OriginalMemory();

  constructor(
    private readonly objects: ObjectStore,
    private readonly variants: VariantStore,
    private readonly copies: WorkingCopies,
    private readonly videos: VideoEngine,
  ) {}

  /**
   * What a transformation begins with: an image, or the frame that it takes of a video.
   * @throws {DomainError} as `open`; `unavailable` where videos cannot be read.
   */
  async openPicture(
    asset: Asset,
    transformation: Transformation,
    signal: AbortSignal,
  ): Promise<OpenImageSource> {
    return asset.mediaType.kind === 'video'
      ? this.openFrame(asset, transformation, signal)
      : this.open(asset, signal);
  }

  /** @throws {DomainError} `unknown-asset`, or `unprocessable-asset` when no working copy can be made. */
  async open(asset: Asset, signal: AbortSignal): Promise<OpenImageSource> {
    if (asset.mediaType.needsWorkingCopy !== true) return this.openOriginal(asset, signal);
    const copy = await this.copies.obtain(asset, signal);
    const file = await this.variants.localFile(copy);
    const mediaType = mediaTypeOfExtension(copy.format);
    if (file === undefined || mediaType === undefined) {
      throw new DomainError('too-busy', 'The working copy has just been evicted.', {
        retryAfterSeconds: 1,
      });
    }
    return { file: file.path, mediaType, [Symbol.asyncDispose]: () => file[Symbol.asyncDispose]() };
  }

  /** As a lossless image. */
  private async openFrame(
    asset: Asset,
    transformation: Transformation,
    signal: AbortSignal,
  ): Promise<OpenImageSource> {
    await using video = await this.objects.localFile(asset.path, signal);
    const { mediaType, version } = asset;
    const source = { file: video.path, mediaType, version };
    const file = await this.videos.poster(source, transformation, signal);
    return {
      file,
      mediaType: PNG,
      [Symbol.asyncDispose]: () => rm(file, { force: true }),
    };
  }

  private async openOriginal(asset: Asset, signal: AbortSignal): Promise<OpenImageSource> {
    const { mediaType, version } = asset;
    const held = this.memory.get(asset);
    if (held !== undefined) {
      const nothing = () => Promise.resolve();
      return {
        file: asset.path.value,
        data: held,
        mediaType,
        version,
        [Symbol.asyncDispose]: nothing,
      };
    }
    const file = await this.objects.localFile(asset.path, signal);
    // A drawing is weighed as a file.
    const data = mediaType.active ? undefined : await this.memory.readAgain(asset, file.path);
    return {
      file: file.path,
      ...(data !== undefined && { data }),
      mediaType,
      version,
      [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
    };
  }
}
