import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { TransformModule } from '../transform/transform.module.js';
import { AddressBook } from './address.js';
import { Answers } from './answers.js';
import { DeliveryController } from './delivery.controller.js';
import { HotAnswers } from './hot-answers.js';
import { RecentAssets } from './recent-assets.js';
import { Representations } from './representations.js';
import { VideoAnswers } from './video-answers.js';
import { VideoStatusController } from './video-status.controller.js';

/** Delivers public bytes. */
@Module({
  imports: [AssetsModule, QueueModule, TransformModule],
  controllers: [DeliveryController, VideoStatusController],
  providers: [AddressBook, Answers, HotAnswers, RecentAssets, Representations, VideoAnswers],
  exports: [HotAnswers],
})
export class DeliveryModule {}
