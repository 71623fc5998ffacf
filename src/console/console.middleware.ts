import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import Negotiator from 'negotiator';
import { allowedMethods } from '../http/allowed-methods.js';
import { isUnchanged } from '../http/representation.js';
import { ConsoleFiles, ENCODING_NAMES, INDEX, type ConsoleFile } from './console-files.js';

/** Answers with the console's files, and with its page where a browser asks for a page that is no route of the API. */
@Injectable()
export class ConsoleMiddleware implements NestMiddleware<Request, Response> {
  constructor(private readonly files: ConsoleFiles) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const file = this.find(request);
    if (file === undefined) next();
    else send(request, response, file);
  }

  private find(request: Request): ConsoleFile | undefined {
    if (this.files.isEmpty || !['GET', 'HEAD'].includes(request.method)) return undefined;
    // A middleware of every path is mounted on it: what `request.path` says is what is left of it.
    const path = request.originalUrl.split('?', 1)[0] ?? '/';
    return this.files.at(path) ?? (isPage(request, path) ? this.files.at(INDEX) : undefined);
  }
}

/** A path with a dot names a file: one that is missing is told so, in place of a page that is no script. */
function isPage(request: Request, path: string): boolean {
  if (path.includes('.') || !request.headers.accept?.includes('text/html')) return false;
  return path === '/' || allowedMethods(request, path).length === 0;
}

function send(request: Request, response: Response, file: ConsoleFile): void {
  response.setHeader('ETag', file.etag);
  response.setHeader('Cache-Control', file.cacheControl);
  response.setHeader('Vary', 'Accept, Accept-Encoding');
  if (isUnchanged(request.headers, file.etag, '')) {
    response.statusCode = 304;
    response.end();
    return;
  }
  const encoding = ENCODING_NAMES.find(
    (name) => file.encoded[name] !== undefined && accepts(request, name),
  );
  const body = (encoding && file.encoded[encoding]) ?? file.content;
  if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Type', file.contentType);
  response.setHeader('Content-Length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function accepts(request: Request, encoding: string): boolean {
  return new Negotiator(request).encodings([encoding]).includes(encoding);
}
