import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { Metrics } from '../../metrics/metrics.js';
import { ImageEngine, type RenderedImage } from './image-engine.js';

/** The engine, with the time of every render it makes told to the metrics. */
@Injectable()
export class MeasuredImageEngine extends ImageEngine {
  constructor(
    environment: Environment,
    private readonly metrics: Metrics,
  ) {
    super(environment);
  }

  override async render(...request: Parameters<ImageEngine['render']>): Promise<RenderedImage> {
    const startedAt = performance.now();
    const image = await super.render(...request);
    this.metrics.rendered('image', image.format, (performance.now() - startedAt) / 1000);
    return image;
  }
}
