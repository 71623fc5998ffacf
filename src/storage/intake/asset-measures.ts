import { Injectable } from '@nestjs/common';
import type { AssetFacts } from '../../assets/index/asset-record.js';
import { ImageEngine } from '../../transform/image/image-engine.js';
import type { ImageSource } from '../../transform/image/sources/image-source.js';
import { VideoEngine } from '../../transform/video/video-engine.js';
import { measureVideo } from './measure-video.js';

/** Reads from a file's header what there is to know of it. */
@Injectable()
export class AssetMeasures {
  constructor(
    private readonly images: ImageEngine,
    private readonly videos: VideoEngine,
  ) {}

  /** @throws {DomainError} `unprocessable-asset` when the header is broken, `timed-out`. */
  async measure(source: ImageSource, signal: AbortSignal): Promise<AssetFacts> {
    const { file, mediaType } = source;
    if (mediaType.kind === 'video') return measureVideo(this.videos, source, signal);
    return mediaType.kind === 'image' ? this.measureImage({ file, mediaType }, signal) : {};
  }

  /** @throws {DomainError} `unprocessable-asset`. */
  async measureImage(source: ImageSource, signal: AbortSignal): Promise<AssetFacts> {
    const { width, height, orientation, hasAlpha, frames } = await this.images.probe(
      source,
      signal,
    );
    return { width, height, hasAlpha, frames, ...(orientation !== undefined && { orientation }) };
  }
}
