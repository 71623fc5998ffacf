import { Injectable } from '@nestjs/common';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import { AssetPath } from '../../assets/asset-path.js';
import type { QueueEvent } from './queue-events.js';

/** A store that does not answer within this time makes an event nobody's but a credential's; ms. */
const PATIENCE_MS = 2_000;

/**
 * Knows which events everybody may be told: those about an asset that is there and public now. It is asked when an
 * event is told and not when it happens, so that the history tells nothing of what has become private or is gone.
 */
@Injectable()
export class EventAudience {
  constructor(private readonly catalog: AssetCatalog) {}

  /** Those of the events that everybody may be told, in their order; each path is looked up once. */
  async publicOnes(events: readonly QueueEvent[]): Promise<readonly QueueEvent[]> {
    const verdicts = new Map<string, boolean>();
    for (const { path } of events) {
      if (!verdicts.has(path)) verdicts.set(path, await this.isPublic(path));
    }
    return events.filter(({ path }) => verdicts.get(path) === true);
  }

  private async isPublic(path: string): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const asset = await this.catalog.find(AssetPath.parse(path), signal);
      return asset?.visibility === 'public';
    } catch {
      return false;
    }
  }
}
