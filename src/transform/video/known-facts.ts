import { LRUCache } from 'lru-cache';
import { SingleFlight } from '../variants/single-flight.js';
import type { VideoFacts } from './video-facts.js';

const REMEMBERED = 5_000;

/** What has been read of videos, by the version of the asset: the same bytes are not read twice. */
export class KnownFacts {
  private readonly facts = new LRUCache<string, VideoFacts>({ max: REMEMBERED });
  private readonly flights = new SingleFlight<VideoFacts>();

  /** What is known of a version, or else what `read` gives. */
  async of(
    version: string,
    read: (signal: AbortSignal) => Promise<VideoFacts>,
    signal: AbortSignal,
  ): Promise<VideoFacts> {
    const known = this.facts.get(version);
    if (known !== undefined) return known;
    const { value } = await this.flights.join(version, read, signal);
    this.facts.set(version, value);
    return value;
  }
}
