import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { TransformModule } from '../transform/transform.module.js';
import { ArchiveEntries } from './archive-entries.js';
import { ArchivesController } from './archives.controller.js';
import { Archives } from './archives.js';
import { AssetDescription } from './asset-description.js';
import { AssetEditing } from './asset-editing.js';
import { AssetIntake } from './asset-intake.js';
import { AssetMeasures } from './asset-measures.js';
import { AssetPlacement } from './asset-placement.js';
import { AssetRemoval } from './asset-removal.js';
import { AuditedChanges } from './audited-changes.js';
import { DerivedMedia } from './derived-media.js';
import { Duplication } from './duplication.js';
import { FileReception } from './file-reception.js';
import { FolderRemoval } from './folder-removal.js';
import { FoldersController } from './folders.controller.js';
import { Folders } from './folders.js';
import { Listing } from './listing.js';
import { MaintenanceController } from './maintenance.controller.js';
import { NamedTransformationsController } from './named-transformations.controller.js';
import { OperationJournal } from './operation-journal.js';
import { OperationRunner } from './operation-runner.js';
import { OperationSteps } from './operation-steps.js';
import { Prewarm } from './prewarm.js';
import { ReconciliationSteps } from './reconciliation-steps.js';
import { Reconciliation } from './reconciliation.js';
import { NameResolver } from './name-resolver.js';
import { RemoteFiles } from './remote-files.js';
import { Relocation } from './relocation.js';
import { StartUpReconciliation } from './start-up-reconciliation.js';
import { Statistics } from './statistics.js';
import { StorageController } from './storage.controller.js';
import { UnfinishedOperations } from './unfinished-operations.js';
import { UploadFormReader } from './upload-form.js';
import { UploadPermits } from './upload-permits.js';
import { UploadSignatureUses } from './upload-signature-uses.js';
import { UploadSigning } from './upload-signing.js';
import { UploadController } from './upload.controller.js';
import { UploadService } from './upload.service.js';
import { UrlUploadController } from './url-upload.controller.js';
import { UrlUpload } from './url-upload.js';

/** Manages assets. */
@Module({
  imports: [AssetsModule, QueueModule, TransformModule],
  // The routes with names of their own come before those whose first segment is any path.
  controllers: [
    UploadController,
    UrlUploadController,
    ArchivesController,
    FoldersController,
    MaintenanceController,
    NamedTransformationsController,
    StorageController,
  ],
  providers: [
    ArchiveEntries,
    Archives,
    AssetDescription,
    AssetEditing,
    AssetIntake,
    AssetMeasures,
    AssetPlacement,
    AssetRemoval,
    AuditedChanges,
    DerivedMedia,
    Duplication,
    FileReception,
    FolderRemoval,
    Folders,
    Listing,
    OperationJournal,
    OperationRunner,
    OperationSteps,
    Prewarm,
    Reconciliation,
    ReconciliationSteps,
    NameResolver,
    RemoteFiles,
    Relocation,
    StartUpReconciliation,
    Statistics,
    UnfinishedOperations,
    UploadFormReader,
    UploadPermits,
    UploadService,
    UploadSignatureUses,
    UploadSigning,
    UrlUpload,
  ],
})
export class StorageModule {}
