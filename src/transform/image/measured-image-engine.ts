import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { Metrics } from '../../metrics/metrics.js';
import { DrawingProcesses } from './drawings/drawing-processes.js';
import { isDrawing } from './sources/image-source.js';
import { ImageEngine, type RenderedImage } from './image-engine.js';

/** The engine as the product has it: drawings apart from everything else, and the time of every render told to the metrics. */
@Injectable()
export class MeasuredImageEngine extends ImageEngine {
  constructor(
    environment: Environment,
    private readonly drawings: DrawingProcesses,
    private readonly metrics: Metrics,
  ) {
    super(environment);
  }

  override async render(...request: Parameters<ImageEngine['render']>): Promise<RenderedImage> {
    const startedAt = performance.now();
    const image = await (isDrawing(request[0])
      ? this.drawings.render(...request)
      : super.render(...request));
    this.metrics.rendered('image', image.format, (performance.now() - startedAt) / 1000);
    return image;
  }
}
