import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { RedisModule } from '../redis/redis.module.js';
import { DrawingProcesses } from './image/drawings/drawing-processes.js';
import { ImageEngine } from './image/image-engine.js';
import { MeasuredImageEngine } from './image/measured-image-engine.js';
import { PlaceholderMaker } from './image/placeholder.js';
import { WorkingCopyMaker } from './image/sources/working-copy.js';
import { NamedTransformations } from './named/named-transformations.js';
import { TransformationReader } from './named/transformation-reader.js';
import { TransformMetrics } from './transform-metrics.js';
import { ImageSources } from './variants/image-sources.js';
import { ImageVariants } from './variants/image-variants.js';
import { Placeholders } from './variants/placeholders.js';
import { Renders } from './variants/renders.js';
import { RenderSlots } from './variants/render-slots.js';
import { WorkingCopies } from './variants/working-copies.js';
import { VideoModule } from './video.module.js';

/** Makes variants of assets and keeps them. */
@Module({
  imports: [AssetsModule, RedisModule, VideoModule],
  providers: [
    DrawingProcesses,
    { provide: ImageEngine, useClass: MeasuredImageEngine },
    ImageSources,
    ImageVariants,
    NamedTransformations,
    PlaceholderMaker,
    Placeholders,
    Renders,
    RenderSlots,
    TransformMetrics,
    TransformationReader,
    WorkingCopies,
    WorkingCopyMaker,
  ],
  exports: [
    ImageEngine,
    ImageSources,
    ImageVariants,
    NamedTransformations,
    Placeholders,
    RenderSlots,
    TransformationReader,
    VideoModule,
  ],
})
export class TransformModule {}
