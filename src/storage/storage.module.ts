import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { TransformModule } from '../transform/transform.module.js';
import { ArchiveEntries } from './archives/archive-entries.js';
import { ArchivesController } from './archives/archives.controller.js';
import { Archives } from './archives/archives.js';
import { AssetEditing } from './arranging/asset-editing.js';
import { AssetRemoval } from './arranging/asset-removal.js';
import { AuditedChanges } from './arranging/audited-changes.js';
import { Duplication } from './arranging/duplication.js';
import { FolderRemoval } from './arranging/folder-removal.js';
import { PathRoom } from './arranging/path-room.js';
import { Relocation } from './arranging/relocation.js';
import { FoldersController } from './folders/folders.controller.js';
import { Folders } from './folders/folders.js';
import { AssetIntake } from './intake/asset-intake.js';
import { AssetMeasures } from './intake/asset-measures.js';
import { AssetPlacement } from './intake/asset-placement.js';
import { AssetDescription } from './listing/asset-description.js';
import { Listing } from './listing/listing.js';
import { MaintenanceController } from './maintenance/maintenance.controller.js';
import { ReconciliationSteps } from './maintenance/reconciliation-steps.js';
import { Reconciliation } from './maintenance/reconciliation.js';
import { StartUpReconciliation } from './maintenance/start-up-reconciliation.js';
import { Statistics } from './maintenance/statistics.js';
import { NamedTransformationsController } from './named-transformations/named-transformations.controller.js';
import { AssetCopy } from './operations/asset-copy.js';
import { FolderCopy } from './operations/folder-copy.js';
import { OperationAttempts } from './operations/operation-attempts.js';
import { OperationJournal } from './operations/operation-journal.js';
import { OperationRunner } from './operations/operation-runner.js';
import { OperationSteps } from './operations/operation-steps.js';
import { UnfinishedOperations } from './operations/unfinished-operations.js';
import { StorageController } from './storage.controller.js';
import { FileReception } from './uploads/file-reception.js';
import { NameResolver } from './uploads/from-urls/name-resolver.js';
import { RemoteFiles } from './uploads/from-urls/remote-files.js';
import { UrlUploadController } from './uploads/from-urls/url-upload.controller.js';
import { UrlUpload } from './uploads/from-urls/url-upload.js';
import { Prewarm } from './uploads/prewarm.js';
import { UploadPermits } from './uploads/signatures/upload-permits.js';
import { UploadSignatureUses } from './uploads/signatures/upload-signature-uses.js';
import { UploadSigning } from './uploads/signatures/upload-signing.js';
import { UploadFormReader } from './uploads/upload-form.js';
import { UploadController } from './uploads/upload.controller.js';
import { UploadService } from './uploads/upload.service.js';
import { DerivedMedia } from './variants/derived-media.js';
import { VariantsController } from './variants/variants.controller.js';

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
    VariantsController,
    StorageController,
  ],
  providers: [
    ArchiveEntries,
    Archives,
    AssetCopy,
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
    FolderCopy,
    FolderRemoval,
    Folders,
    Listing,
    OperationAttempts,
    OperationJournal,
    OperationRunner,
    OperationSteps,
    PathRoom,
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
