import { Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import type { Environment } from '../config/environment.js';
import { DomainError } from '../errors/domain-error.js';
import { Metrics } from '../metrics/metrics.js';
import { AcceptableAnswerInterceptor } from './acceptable-answer.interceptor.js';
import { limitConnections } from './connections/connection-limits.js';
import { JsonBodyInterceptor } from './json-body.interceptor.js';
import { answerMalformedRequests, toOriginForm } from './malformed-requests.js';
import { believeBareAddresses, type TrustsProxy } from './client-ip.js';
import { demandHost } from './named-host.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { tellRequestId } from './request-id.js';
import { measureRequests } from './request-metrics.js';
import { createValidationPipe } from './validation.js';

/** Routes whose answers are embedded by other sites: open to every origin, and headers of their own. In any case, as routed. */
const DELIVERY = /^\/(t|download|authenticated|placeholder|video-status)(\/|$)/i;

/** What a process answers that only renders videos. */
const WORKER_ROUTES = /^\/(health(\/live|\/ready)?|metrics)$/;

/**
 * Gives an application what every HTTP answer shares.
 * @param lane takes requests that need nothing more than to be counted and bounded.
 */
export async function configureHttp(
  app: NestExpressApplication,
  environment: Environment,
  lane: RequestHandler,
): Promise<void> {
  trustProxies(app, environment.TRUST_PROXY);
  configureConnections(app);
  app.use(lane);
  app.use(securityHeaders());
  app.enableCors((request: Request, done: (error: Error | null, options: object) => void) => {
    done(null, corsOptions(request, environment));
  });
  app.useGlobalInterceptors(
    new AcceptableAnswerInterceptor(app.get(Reflector)),
    new JsonBodyInterceptor(),
  );
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  const { serveOpenApi } = await import('./openapi/openapi.js');
  serveOpenApi(app);
}

/** Gives a worker what its answers to probes and the monitoring need. */
export function configureProbes(app: NestExpressApplication): void {
  configureConnections(app);
  app.use(onlyProbes);
  app.useGlobalFilters(new ProblemFilter());
}

function configureConnections(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  const server = app.getHttpServer();
  app.use(limitConnections(server), answerMalformedRequests(server), toOriginForm);
  app.use(measureRequests(app.get(Metrics)));
  app.use(tellRequestId, demandHost(server));
}

/** Middleware of a worker: it listens for probes and the monitoring alone. */
function onlyProbes(request: Request, response: Response, next: NextFunction): void {
  if (WORKER_ROUTES.test(request.path)) next();
  else sendProblem(new DomainError('not-found', 'A worker has no API.'), request, response);
}

function securityHeaders() {
  const strict = helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!DELIVERY.test(request.path)) {
      strict(request, response, next);
      return;
    }
    for (const [name, value] of Object.entries(DELIVERY_HEADERS)) response.setHeader(name, value);
    next();
  };
}

/** Headers of everything that is delivered: embeddable from every origin, never sniffed. */
export const DELIVERY_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Timing-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
} as const satisfies Record<string, string>;

function corsOptions(request: Request, { CORS_ORIGINS }: Environment): object {
  if (DELIVERY.test(request.path))
    return { origin: '*', credentials: false, methods: ['GET', 'HEAD'], maxAge: 86_400 };
  return {
    origin: CORS_ORIGINS.length === 0 ? false : [...CORS_ORIGINS],
    credentials: true,
    exposedHeaders: [
      'X-Request-Id',
      'RateLimit',
      'RateLimit-Policy',
      'X-RateLimit-Limit',
      'X-RateLimit-Remaining',
      'X-RateLimit-Reset',
      'Retry-After',
      'Idempotency-Replayed',
    ],
    maxAge: 600,
  };
}

/** Express makes the rule of the setting; what it is asked about may have a port. */
function trustProxies(app: NestExpressApplication, setting: string): void {
  if (setting === '') return;
  app.set('trust proxy', /^\d+$/.test(setting) ? Number(setting) : setting);
  const express: Express = app.getHttpAdapter().getInstance();
  const trusts = express.get('trust proxy fn') as unknown as TrustsProxy;
  app.set('trust proxy', believeBareAddresses(trusts));
}
