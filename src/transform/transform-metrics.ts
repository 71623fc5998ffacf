import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { RenderSlots } from './variants/render-slots.js';
import { VariantStore } from './variants/store/variant-store.js';

/** Tells the metrics how much waits and how much is kept. */
@Injectable()
export class TransformMetrics {
  constructor(metrics: Metrics, slots: RenderSlots, store: VariantStore) {
    metrics.watch(
      'openinary_render_queue_depth',
      'Renders that wait for a slot.',
      () => slots.depth,
    );
    metrics.watch(
      'openinary_cache_bytes',
      'Bytes of variants on the local disk.',
      () => store.localBytes,
    );
  }
}
