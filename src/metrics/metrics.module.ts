import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics.js';

/** Gives every floor the counters that it reports to. */
@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
export class MetricsModule {}
