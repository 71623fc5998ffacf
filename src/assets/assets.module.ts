import { Module } from '@nestjs/common';
import { Database } from '../database/database.js';
import { AssetCatalog } from './asset-catalog.js';
import { AssetIndex } from './asset-index.js';
import { AssetInventory } from './asset-inventory.js';
import { LocalObjectStore } from './local-object-store.js';
import { ObjectStore } from './object-store.js';
import { WriteOrder } from './write-order.js';

/** Gives access to the stored originals. */
@Module({
  providers: [
    AssetCatalog,
    AssetInventory,
    WriteOrder,
    { provide: ObjectStore, useClass: LocalObjectStore },
    {
      provide: AssetIndex,
      useFactory: (database: Database) => AssetIndex.open(database),
      inject: [Database],
    },
  ],
  exports: [AssetCatalog, AssetIndex, AssetInventory, ObjectStore, WriteOrder],
})
export class AssetsModule {}
