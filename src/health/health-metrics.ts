import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { ReadinessProbe } from './readiness.js';

/** Tells the metrics how each part of the service is. */
@Injectable()
export class HealthMetrics {
  constructor(metrics: Metrics, readiness: ReadinessProbe) {
    metrics.watchEach(
      'openinary_component_up',
      'Whether a part of the service works: 1, or 0 while it is down or degraded.',
      'component',
      async () => {
        const { components } = await readiness.report();
        return Object.fromEntries(
          Object.entries(components).map(([name, { status }]) => [name, status === 'up' ? 1 : 0]),
        );
      },
    );
  }
}
