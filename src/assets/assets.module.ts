import { Module } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.js';
import { RedisModule } from '../redis/redis.module.js';
import { AssetCatalog } from './asset-catalog.js';
import { Bucket } from './bucket.js';
import { AssetIndex } from './index/asset-index.js';
import { AssetInventory } from './index/asset-inventory.js';
import { LocalObjectStore } from './local/local-object-store.js';
import { ObjectStore } from './object-store.js';
import { WriteOrder } from './write-order.js';

/** Gives access to the stored originals. */
@Module({
  imports: [RedisModule],
  providers: [
    AssetCatalog,
    AssetInventory,
    WriteOrder,
    {
      provide: Bucket,
      // The SDK costs memory and time to load, which only those who use it pay.
      useFactory: async (environment: Environment): Promise<Bucket | undefined> => {
        if (environment.STORAGE_DRIVER !== 's3') return undefined;
        const { openBucket } = await import('./s3/open-bucket.js');
        return openBucket(environment);
      },
      inject: [Environment],
    },
    {
      provide: ObjectStore,
      useFactory: async (environment: Environment, bucket: Bucket | undefined) => {
        if (bucket === undefined) return new LocalObjectStore(environment);
        const { S3ObjectStore } = await import('./s3/s3-object-store.js');
        return new S3ObjectStore(bucket, environment);
      },
      inject: [Environment, Bucket],
    },
    {
      provide: AssetIndex,
      useFactory: (database: Database) => AssetIndex.open(database),
      inject: [Database],
    },
  ],
  exports: [AssetCatalog, AssetIndex, AssetInventory, Bucket, ObjectStore, WriteOrder],
})
export class AssetsModule {}
