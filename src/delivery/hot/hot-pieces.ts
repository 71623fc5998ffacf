import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { DELIVERY_HEADERS } from '../../http/bootstrap.js';
import { HitLog } from '../../http/logs/hit-log.js';
import { sendRepresentation, type Representation } from '../../http/representation.js';
import { requestIdOf } from '../../http/request-id.js';
import { CLIENT_GONE } from '../../http/request-metrics.js';
import { Metrics } from '../../metrics/metrics.js';
import { FreshAnswers } from './fresh-answers.js';
import { FOUND } from '../server-timing.js';

const LONGEST_URL = 1024;

interface HotFile {
  readonly representation: Representation;
  readonly loggedUrl: string;
}

/**
 * Sends more of a file that has just been delivered, whole or in pieces, without finding it anew: a player asks for
 * the pieces of a video one after the other. The bytes are read from the store each time.
 */
@Injectable()
export class HotPieces {
  private readonly files = new FreshAnswers<HotFile>();
  private readonly log: HitLog;

  constructor(
    private readonly metrics: Metrics,
    environment: Environment,
  ) {
    this.log = new HitLog(environment);
  }

  /** Remembers a file that everybody may see and whose URL alone says what is sent. */
  remember(url: string, assetPath: string, representation: Representation): void {
    const { body, headers } = representation;
    if (Buffer.isBuffer(body) || 'Vary' in headers || url.length > LONGEST_URL) return;
    const hit = { ...DELIVERY_HEADERS, ...headers, 'Server-Timing': FOUND };
    this.files.set(url, assetPath, {
      representation: { ...representation, headers: hit },
      loggedUrl: HitLog.describeUrl(url),
    });
  }

  /** Forgets what was made from an asset, from all when none is named. */
  forget(assetPath: string | undefined): void {
    if (assetPath === undefined) this.files.clear();
    else this.files.forget(assetPath);
  }

  /**
   * Answers a request, if it can.
   * @param otherwise takes the request to be answered in the ordinary way, with nothing of an answer set.
   */
  take(request: IncomingMessage, response: ServerResponse, otherwise: () => void): void {
    const { method, url = '' } = request;
    const file = method === 'GET' || method === 'HEAD' ? this.files.get(url) : undefined;
    if (file === undefined) otherwise();
    else void this.send(file, request, response, otherwise);
  }

  private async send(
    { representation, loggedUrl }: HotFile,
    request: IncomingMessage,
    response: ServerResponse,
    otherwise: () => void,
  ): Promise<void> {
    const startedAt = performance.now();
    const requestId = requestIdOf(request);
    const note = () => {
      const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
      const { statusCode, writableFinished } = response;
      const status = writableFinished ? statusCode : CLIENT_GONE;
      this.metrics.memoryAnswers.note(method, status, performance.now() - startedAt);
      this.log.note(requestId, method, loggedUrl, statusCode);
    };
    response.once('close', note);
    response.setHeader('X-Request-Id', requestId);
    try {
      await sendRepresentation(request, response, representation);
    } catch {
      // The variant is gone, or the range lies outside it: who finds it anew has the words for that.
      response.off('close', note);
      this.files.delete(request.url ?? '');
      if (response.headersSent) {
        response.destroy();
        return;
      }
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      response.statusCode = 200;
      otherwise();
    }
  }
}
