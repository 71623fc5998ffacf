import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { TransformModule } from '../transform/transform.module.js';
import { AddressBook } from './address.js';
import { DeliveryController } from './delivery.controller.js';
import { HotAnswers } from './hot-answers.js';
import { Representations } from './representations.js';

/** Delivers public bytes. */
@Module({
  imports: [AssetsModule, TransformModule],
  controllers: [DeliveryController],
  providers: [AddressBook, HotAnswers, Representations],
  exports: [HotAnswers],
})
export class DeliveryModule {}
