import type { AssetFacts } from '../assets/asset-record.js';
import type { MediaType } from '../assets/media-types.js';
import { DomainError } from '../errors/domain-error.js';
import type { VideoEngine } from '../transform/video/video-engine.js';

/**
 * What the headers of a video say; nothing where videos cannot be read, which does not keep one from being stored.
 * @throws {DomainError} `unprocessable-asset`, `timed-out`.
 */
export async function measureVideo(
  engine: VideoEngine,
  file: string,
  mediaType: MediaType,
  signal: AbortSignal,
): Promise<AssetFacts> {
  try {
    const { width, height, duration, codec, frameRate, audio } = await engine.probe(
      file,
      mediaType,
      signal,
    );
    const rounded = (value: number) => Number(value.toFixed(3));
    return {
      width,
      height,
      duration: rounded(duration),
      codec,
      fps: rounded(frameRate),
      audio: audio !== undefined,
    };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unavailable') return {};
    throw error;
  }
}
