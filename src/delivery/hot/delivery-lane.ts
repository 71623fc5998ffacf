import type { RequestHandler } from 'express';
import type { PinoLogger } from 'nestjs-pino';
import { DELIVERY_HEADERS } from '../../http/bootstrap.js';
import { requestIdOf } from '../../http/request-id.js';
import type { DeliveryController } from '../delivery.controller.js';

const PREFIX = '/t/';
/** The controller's pattern, for those who count requests by route. */
const ROUTE = { path: '/t/*path' };

/**
 * Takes plain requests for `/t/…` to their controller past the rest of the framework, whose guards, pipes and interceptors
 * have nothing to say about a public GET and together cost as much as finding the variant. What the controller throws
 * is answered by the same filter as everywhere.
 */
export function deliveryLane(
  controller: Pick<DeliveryController, 'deliver'>,
  logger: Pick<PinoLogger, 'info'>,
): RequestHandler {
  return (request, response, next) => {
    const { method, url } = request;
    if ((method !== 'GET' && method !== 'HEAD') || !url.startsWith(PREFIX)) {
      next();
      return;
    }
    const startedAt = performance.now();
    response.once('close', () => {
      const responseTime = Math.round(performance.now() - startedAt);
      const requestId = requestIdOf(request);
      logger.info({ requestId, req: request, res: response, responseTime }, 'request');
    });
    request.route = ROUTE;
    for (const [name, value] of Object.entries(DELIVERY_HEADERS)) response.setHeader(name, value);
    controller.deliver(request, response).catch(next);
  };
}
