import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { merge } from 'rxjs';
import { AssetCatalog } from '../assets/asset-catalog.js';
import type { Asset } from '../assets/asset.js';
import { Environment } from '../config/environment.js';
import { DELIVERY_HEADERS } from '../http/bootstrap.js';
import { HitLog } from '../http/hit-log.js';
import { isUnchanged, type Representation } from '../http/representation.js';
import { requestIdOf } from '../http/request-id.js';
import { Metrics } from '../metrics/metrics.js';
import { NamedTransformations } from '../transform/named/named-transformations.js';
import { acceptedFormats } from './negotiation.js';

const REMEMBERED_ANSWERS = 10_000;
/** The body of an answer whose bytes the proxy sends. */
const NOTHING = Buffer.alloc(0);
const LONGEST_URL = 1024;
/** How long an answer is given without looking at the store again, which other programs may write to; ms. */
const FRESH_FOR = 1_000;

interface HotAnswer {
  readonly assetPath: string;
  readonly etag: string;
  readonly lastModified: string;
  /** Names and values in turn, which node:http writes without making anything of them first. */
  readonly headers: readonly string[];
  /** The header that has the proxy send the bytes; no part of a 304. */
  readonly redirect: readonly string[];
  readonly body: Buffer;
  readonly loggedUrl: string;
  readonly freshUntil: number;
}

/**
 * Repeats answers that have just been given, from memory and ahead of everything else a request passes through.
 *
 * Only whole answers to plain GET and HEAD requests are repeated; ranges, and all that is not remembered, take the
 * ordinary way. The bytes are those the variant memory holds, not copies.
 */
@Injectable()
export class HotAnswers {
  private readonly keysOf = new Map<string, Set<string>>();
  private readonly answers = new LRUCache<string, HotAnswer>({
    max: REMEMBERED_ANSWERS,
    dispose: ({ assetPath }, key) => {
      const keys = this.keysOf.get(assetPath);
      keys?.delete(key);
      if (keys?.size === 0) this.keysOf.delete(assetPath);
    },
  });
  private readonly log: HitLog;
  private changeCount = 0;

  constructor(
    private readonly catalog: AssetCatalog,
    private readonly metrics: Metrics,
    environment: Environment,
    names: NamedTransformations,
  ) {
    this.log = new HitLog(environment);
    catalog.changes.subscribe((path) => this.forget(path.value));
    merge(catalog.missedChanges, names.changes).subscribe(() => {
      this.changeCount += 1;
      this.answers.clear();
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
  remember(request: Request, asset: Asset, representation: Representation, changes: number): void {
    const key = keyOf(request);
    const { handedOver } = representation;
    const body = handedOver === undefined ? representation.body : NOTHING;
    if (key === undefined || !Buffer.isBuffer(body)) return;
    if (asset.visibility === 'private' || changes !== this.changeCount) return;
    if (!this.catalog.tellsOfChanges) return;
    const lastModified = representation.lastModified.toUTCString();
    this.answers.set(key, {
      assetPath: asset.path.value,
      etag: representation.etag,
      lastModified,
      headers: Object.entries({
        ...DELIVERY_HEADERS,
        ...representation.headers,
        'Server-Timing': 'cache;desc=hit',
        'Content-Type': representation.contentType,
        ETag: representation.etag,
        'Last-Modified': lastModified,
        'Accept-Ranges': 'bytes',
      }).flat(),
      redirect: handedOver === undefined ? [] : ['X-Accel-Redirect', handedOver],
      body,
      loggedUrl: HitLog.describeUrl(request.originalUrl),
      freshUntil: performance.now() + FRESH_FOR,
    });
    const keys = this.keysOf.get(asset.path.value);
    if (keys === undefined) this.keysOf.set(asset.path.value, new Set([key]));
    else keys.add(key);
  }

  /** Answers what it can ahead of all that the server does with a request; the rest is passed on. */
  precede(server: Server): void {
    const listeners = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const answer = this.find(request);
      if (answer !== undefined) this.send(answer, request, response);
      else for (const listener of listeners) listener.call(server, request, response);
    });
  }

  private find(request: IncomingMessage): HotAnswer | undefined {
    const key = keyOf(request);
    const answer = key === undefined ? undefined : this.answers.get(key);
    return answer !== undefined && performance.now() < answer.freshUntil ? answer : undefined;
  }

  private send(answer: HotAnswer, request: IncomingMessage, response: ServerResponse): void {
    const startedAt = performance.now();
    const requestId = requestIdOf(request);
    const { etag, lastModified, body, headers, redirect } = answer;
    const unchanged = isUnchanged(request.headers, etag, lastModified);
    if (unchanged) {
      response.writeHead(304, [...headers, 'X-Request-Id', requestId]);
      response.end();
    } else {
      const own = ['Content-Length', String(body.length), 'X-Request-Id', requestId];
      response.writeHead(200, [...headers, ...redirect, ...own]);
      response.end(request.method === 'HEAD' ? undefined : body);
    }
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    const status = unchanged ? 304 : 200;
    this.metrics.memoryAnswers.note(method, status, performance.now() - startedAt);
    this.log.note(requestId, method, answer.loggedUrl, status);
  }

  private forget(assetPath: string): void {
    this.changeCount += 1;
    for (const key of this.keysOf.get(assetPath) ?? []) this.answers.delete(key);
  }
}

/** What tells the answers of repeatable requests apart; undefined for a request whose answer is not repeated. */
function keyOf({ method, url = '', headers }: IncomingMessage): string | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || headers.range !== undefined) return undefined;
  if (!url.startsWith('/t/') || url.length > LONGEST_URL) return undefined;
  const { avif, webp } = acceptedFormats(headers);
  const hint = String(headers['sec-ch-dpr'] ?? headers['dpr'] ?? '');
  return `${avif ? 'a' : ''}${webp ? 'w' : ''} ${hint.slice(0, 8)} ${url}`;
}
