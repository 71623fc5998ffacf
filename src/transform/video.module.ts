import { Module } from '@nestjs/common';
import { AssetCatalog } from '../assets/asset-catalog.js';
import { AssetsModule } from '../assets/assets.module.js';
import { Bucket } from '../assets/bucket.js';
import { Environment } from '../config/environment.js';
import { Announcements } from '../redis/announcements.js';
import { RedisModule } from '../redis/redis.module.js';
import { BucketVariants } from './variants/store/bucket-variants.js';
import { CurrentVariantStore } from './variants/store/current-variant-store.js';
import { LocalVariantStore } from './variants/store/local-variant-store.js';
import { TwoLevelVariantStore } from './variants/store/two-level-variant-store.js';
import { VariantMemory } from './variants/store/variant-memory.js';
import { VariantStore } from './variants/store/variant-store.js';
import { VideoEngine } from './video/video-engine.js';

/** Makes variants of videos, and keeps variants: all that a worker needs, which loads no image library. */
@Module({
  imports: [AssetsModule, RedisModule],
  providers: [
    VariantMemory,
    VideoEngine,
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
  exports: [VariantMemory, VariantStore, VideoEngine],
})
export class VideoModule {}
