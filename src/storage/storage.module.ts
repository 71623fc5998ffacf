import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { TransformModule } from '../transform/transform.module.js';
import { AssetDescription } from './asset-description.js';
import { AssetIntake } from './asset-intake.js';
import { AssetRemoval } from './asset-removal.js';
import { Listing } from './listing.js';
import { Prewarm } from './prewarm.js';
import { StorageController } from './storage.controller.js';
import { UploadFormReader } from './upload-form.js';
import { UploadController } from './upload.controller.js';
import { UploadService } from './upload.service.js';

/** Manages assets. */
@Module({
  imports: [AssetsModule, QueueModule, TransformModule],
  controllers: [UploadController, StorageController],
  providers: [
    AssetDescription,
    AssetIntake,
    AssetRemoval,
    Listing,
    Prewarm,
    UploadFormReader,
    UploadService,
  ],
})
export class StorageModule {}
