import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { merge } from 'rxjs';
import { AssetCatalog } from '../../assets/asset-catalog.js';
import { Environment } from '../../config/environment.js';
import { DELIVERY_HEADERS } from '../../http/bootstrap.js';
import { HitLog } from '../../http/logs/hit-log.js';
import { namesHost } from '../../http/named-host.js';
import { isUnchanged, type Representation } from '../../http/representation.js';
import { requestIdOf } from '../../http/request-id.js';
import { Metrics } from '../../metrics/metrics.js';
import { NamedTransformations } from '../../transform/named/named-transformations.js';
import type { Address } from '../address.js';
import { FreshAnswers } from './fresh-answers.js';
import { HotPieces } from './hot-pieces.js';
import { acceptedFormats } from '../negotiation.js';
import { FOUND } from '../server-timing.js';

const LONGEST_URL = 1024;

interface HotAnswer {
  readonly etag: string;
  readonly lastModified: string;
  /** Names and values in turn, which node:http writes without making anything of them first. */
  readonly headers: readonly string[];
  /** Those that come with the bytes, and are no part of a 304. */
  readonly bodyHeaders: readonly string[];
  /** Undefined where the proxy sends the bytes. */
  readonly body: Buffer | undefined;
  readonly loggedUrl: string;
}

/**
 * Repeats answers that have just been given, from memory and ahead of everything else a request passes through.
 *
 * Only whole answers to plain GET and HEAD requests are repeated, with the bytes that the variant memory holds; what lies
 * in files is left to {@link HotPieces}, and all that is not remembered takes the ordinary way.
 */
@Injectable()
export class HotAnswers {
  private readonly answers = new FreshAnswers<HotAnswer>();
  private readonly log: HitLog;
  private changeCount = 0;

  constructor(
    private readonly catalog: AssetCatalog,
    private readonly metrics: Metrics,
    private readonly pieces: HotPieces,
    environment: Environment,
    names: NamedTransformations,
  ) {
    this.log = new HitLog(environment);
    catalog.changes.subscribe((path) => this.forget(path.value));
    merge(catalog.missedChanges, names.changes).subscribe(() => {
      this.changeCount += 1;
      this.answers.clear();
      this.pieces.forget(undefined);
    });
  }

  /** How many changes of assets there have been. */
  get changes(): number {
    return this.changeCount;
  }

  /**
   * Remembers what a request is answered with, when it can be repeated and everybody may see it.
   * @param changes as it was before the asset was looked up: what may have changed since is not remembered.
   */
  remember(
    request: Request,
    { asset, transformation, isReserved }: Address,
    representation: Representation,
    changes: number,
  ): void {
    if (isReserved || changes !== this.changeCount) return;
    // What was made just now is remembered when it is asked for again: most is not.
    if (representation.headers['Server-Timing'] !== FOUND) return;
    if (!this.catalog.tellsOfChanges) return;
    if (transformation !== undefined)
      this.pieces.remember(request.originalUrl, asset.path.value, representation);
    const key = keyOf(request);
    const { handedOver } = representation;
    const body = handedOver === undefined ? representation.body : undefined;
    if (key === undefined || typeof body === 'function') return;
    const lastModified = representation.lastModified.toUTCString();
    this.answers.set(key, asset.path.value, {
      etag: representation.etag,
      lastModified,
      headers: Object.entries({
        ...DELIVERY_HEADERS,
        ...representation.headers,
        'Server-Timing': FOUND,
        'Content-Type': representation.contentType,
        ETag: representation.etag,
        'Last-Modified': lastModified,
        'Accept-Ranges': 'bytes',
      }).flat(),
      bodyHeaders: [
        ...['Content-Length', String(body?.length ?? 0)],
        ...(handedOver === undefined ? [] : ['X-Accel-Redirect', handedOver]),
      ],
      body,
      loggedUrl: HitLog.describeUrl(request.originalUrl),
    });
  }

  /** Answers what it can ahead of all that the server does with a request; the rest is passed on. */
  precede(server: Server): void {
    const listeners = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const passOn = () => {
        for (const listener of listeners) listener.call(server, request, response);
      };
      const key = keyOf(request);
      const answer = key === undefined ? undefined : this.answers.get(key);
      if (!namesHost(request)) passOn();
      else if (answer !== undefined) this.send(answer, request, response);
      else this.pieces.take(request, response, passOn);
    });
  }

  private send(answer: HotAnswer, request: IncomingMessage, response: ServerResponse): void {
    const startedAt = performance.now();
    const requestId = requestIdOf(request);
    const { etag, lastModified, headers, bodyHeaders, body } = answer;
    const unchanged = isUnchanged(request.headers, etag, lastModified);
    if (unchanged) {
      response.writeHead(304, [...headers, 'X-Request-Id', requestId]);
      response.end();
    } else {
      response.writeHead(200, [...headers, ...bodyHeaders, 'X-Request-Id', requestId]);
      response.end(request.method === 'HEAD' ? undefined : body);
    }
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    const status = unchanged ? 304 : 200;
    this.metrics.memoryAnswers.note(method, status, performance.now() - startedAt);
    this.log.note(requestId, method, answer.loggedUrl, status);
  }

  private forget(assetPath: string): void {
    this.changeCount += 1;
    this.answers.forget(assetPath);
    this.pieces.forget(assetPath);
  }
}

/** What tells the answers of repeatable requests apart; undefined for a request whose answer is not repeated. */
function keyOf({ method, url = '', headers }: IncomingMessage): string | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || headers.range !== undefined) return undefined;
  if (!url.startsWith('/t/') || url.length > LONGEST_URL) return undefined;
  const accepted = acceptedFormats(headers);
  const hint = String(headers['sec-ch-dpr'] ?? headers['dpr'] ?? '');
  return `${accepted.join('+')} ${hint.slice(0, 8)} ${url}`;
}
