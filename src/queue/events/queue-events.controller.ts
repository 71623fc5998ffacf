import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../../access/access.decorators.js';
import { Viewers } from '../../access/viewers.js';
import { clientIp, clientNetwork } from '../../http/client-ip.js';
import { Problems } from '../../http/problems.decorator.js';
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
      'Server-sent events without end, the data of each as JSON: `connected` with `clientId`; `job:created` and `job:cancelled` ' +
      'with `jobId`, `path`, `transformation`, `status` and `priority`; `job:started` with `attempt` and `workerId` besides, ' +
      '`job:completed` with `url`, `job:error` with `error`, `attempt` and `willRetry`; `job:progress` with `jobId` and ' +
      '`progress` in percent; `heartbeat` with `timestamp` every 15 seconds. The history goes back 1000 events. ' +
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
    await this.clients.add(
      { response, address, maySeePrivate: this.viewers.of(request, response) },
      last,
    );
  }
}
