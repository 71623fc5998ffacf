import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { TransformModule } from '../transform/transform.module.js';
import { AddressBook } from './address.js';
import { Answers } from './answers.js';
import { DeliveryController } from './delivery.controller.js';
import { Handover } from './handover.js';
import { HotAnswers } from './hot/hot-answers.js';
import { HotPieces } from './hot/hot-pieces.js';
import { PlaceholderController } from './placeholder.controller.js';
import { RecentAssets } from './recent-assets.js';
import { Representations } from './representations.js';
import { SignedDeliveryController } from './signed-delivery.controller.js';
import { SignedUrls } from './signed-urls.js';
import { TransformationLanguageController } from './transformation-language.controller.js';
import { UrlMaker } from './url-maker.js';
import { VideoAnswers } from './video-answers.js';
import { VideoStatusController } from './video-status.controller.js';
import { Viewers } from '../access/viewers.js';

/** Delivers public bytes. */
@Module({
  imports: [AssetsModule, QueueModule, TransformModule],
  controllers: [
    DeliveryController,
    PlaceholderController,
    SignedDeliveryController,
    TransformationLanguageController,
    VideoStatusController,
  ],
  providers: [
    AddressBook,
    Answers,
    Handover,
    HotAnswers,
    HotPieces,
    RecentAssets,
    Representations,
    SignedUrls,
    UrlMaker,
    VideoAnswers,
    Viewers,
  ],
  exports: [HotAnswers],
})
export class DeliveryModule {}
