import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.decorators.js';
import { Viewers } from '../access/viewers.js';
import { clientIp, clientNetwork } from '../http/client-ip.js';
import { Problems } from '../http/problems.decorator.js';
import { EventClients } from './event-clients.js';

/** Tells what happens to jobs, as it happens. */
@ApiTags('Queue')
@Public()
@Controller('queue/events')
export class QueueEventsController {
  constructor(
    private readonly clients: EventClients,
    private readonly viewers: Viewers,
  ) {}

  /** Server-sent events; a client that comes back with `Last-Event-ID` is told what it missed. */
  @Get()
  @ApiOperation({
    summary: 'Follow jobs as they happen',
    description:
      'Server-sent events: `connected`, `job:created`, `job:started`, `job:progress`, `job:completed`, `job:error`, ' +
      '`job:cancelled`, and `heartbeat` every 15 seconds. The data of each is JSON. The history is bounded. ' +
      'Jobs of private assets are told to a client with a credential that may read, and to nobody else.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was received.',
    schema: { type: 'string' },
  })
  @ApiResponse({
    status: 200,
    description: 'Events without end.',
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example:
          'id: 1740830400000-0\nevent: job:progress\ndata: {"jobId":"kq1m…","progress":42}\n\n',
      },
    },
  })
  @Problems('too-many-requests', 'too-busy')
  async followQueue(@Req() request: Request, @Res() response: Response): Promise<void> {
    const last = request.header('Last-Event-ID');
    const address = clientNetwork(clientIp(request));
    await this.clients.add({ response, address, maySeePrivate: this.viewers.of(request) }, last);
  }
}
