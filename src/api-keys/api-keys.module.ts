import { Module } from '@nestjs/common';
import { ApiKeysController } from './api-keys.controller.js';

/** Makes, lists, changes and deletes API keys. */
@Module({ controllers: [ApiKeysController] })
export class ApiKeysModule {}
