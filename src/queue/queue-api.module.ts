import { Module } from '@nestjs/common';
import { Viewers } from '../access/viewers.js';
import { AssetsModule } from '../assets/assets.module.js';
import { EventAudience } from './events/event-audience.js';
import { EventClients } from './events/event-clients.js';
import { QueueEventsController } from './events/queue-events.controller.js';
import { QueueController } from './queue.controller.js';
import { QueueModule } from './queue.module.js';

/** Shows the queue, and what happens in it. */
@Module({
  imports: [AssetsModule, QueueModule],
  controllers: [QueueController, QueueEventsController],
  providers: [EventAudience, EventClients, Viewers],
})
export class QueueApiModule {}
