import { Module } from '@nestjs/common';
import { SystemController } from './system.controller.js';

/** Tells administrators what runs here. */
@Module({ controllers: [SystemController] })
export class SystemModule {}
