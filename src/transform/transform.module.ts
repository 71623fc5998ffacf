import { Module } from '@nestjs/common';
import { AssetCatalog } from '../assets/asset-catalog.js';
import { AssetsModule } from '../assets/assets.module.js';
import { Bucket } from '../assets/bucket.js';
import { Announcements } from '../redis/announcements.js';
import { RedisModule } from '../redis/redis.module.js';
import { Environment } from '../config/environment.js';
import { ImageEngine } from './image/image-engine.js';
import { MeasuredImageEngine } from './image/measured-image-engine.js';
import { PlaceholderMaker } from './image/placeholder.js';
import { WorkingCopyMaker } from './image/working-copy.js';
import { TransformMetrics } from './transform-metrics.js';
import { BucketVariants } from './variants/bucket-variants.js';
import { CurrentVariantStore } from './variants/current-variant-store.js';
import { ImageSources } from './variants/image-sources.js';
import { ImageVariants } from './variants/image-variants.js';
import { LocalVariantStore } from './variants/local-variant-store.js';
import { Placeholders } from './variants/placeholders.js';
import { Renders } from './variants/renders.js';
import { RenderSlots } from './variants/render-slots.js';
import { TwoLevelVariantStore } from './variants/two-level-variant-store.js';
import { VariantMemory } from './variants/variant-memory.js';
import { VariantStore } from './variants/variant-store.js';
import { VideoEngine } from './video/video-engine.js';

/** Makes variants of assets and keeps them. */
@Module({
  imports: [AssetsModule, RedisModule],
  providers: [
    { provide: ImageEngine, useClass: MeasuredImageEngine },
    ImageSources,
    ImageVariants,
    PlaceholderMaker,
    Placeholders,
    Renders,
    RenderSlots,
    TransformMetrics,
    VariantMemory,
    VideoEngine,
    WorkingCopyMaker,
    LocalVariantStore,
    {
      provide: VariantStore,
      useFactory: (
        disk: LocalVariantStore,
        bucket: Bucket | undefined,
        { temporaryDirectory }: Environment,
        catalog: AssetCatalog,
        memory: VariantMemory,
        announcements: Announcements,
      ) => {
        const kept =
          bucket === undefined
            ? disk
            : new TwoLevelVariantStore(disk, new BucketVariants(bucket), temporaryDirectory);
        return new CurrentVariantStore(kept, catalog, memory, announcements);
      },
      inject: [LocalVariantStore, Bucket, Environment, AssetCatalog, VariantMemory, Announcements],
    },
  ],
  exports: [
    ImageEngine,
    ImageSources,
    ImageVariants,
    Placeholders,
    RenderSlots,
    VariantStore,
    VideoEngine,
  ],
})
export class TransformModule {}
