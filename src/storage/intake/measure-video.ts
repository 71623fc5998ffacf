import type { AssetFacts } from '../../assets/index/asset-record.js';
import { DomainError } from '../../errors/domain-error.js';
import type { VideoEngine, VideoSource } from '../../transform/video/video-engine.js';

/**
 * What the headers of a video say; nothing where videos cannot be read, which does not keep one from being stored.
 * @throws {DomainError} `unprocessable-asset`, `timed-out`.
 */
export async function measureVideo(
  engine: VideoEngine,
  source: VideoSource,
  signal: AbortSignal,
): Promise<AssetFacts> {
  try {
    const { width, height, duration, codec, frameRate, audio } = await engine.probe(source, signal);
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
