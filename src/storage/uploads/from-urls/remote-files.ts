import {
  request as requestHttp,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../config/environment.js';
import { SERVICE_VERSION } from '../../../config/version.js';
import { DomainError } from '../../../errors/domain-error.js';
import { NameResolver } from './name-resolver.js';
import { RemoteAddresses } from './remote-addresses.js';

const MOST_REDIRECTS = 5;
/** A server that sends nothing for this long is left, ms. */
const IDLE_MS = 15_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const HEADERS = {
  // What is compressed on the way would have to be unpacked, and might unpack to anything.
  'Accept-Encoding': 'identity',
  'User-Agent': `Openinary/${SERVICE_VERSION}`,
} as const;

/** A file on another server. */
export interface RemoteFile {
  readonly declaredType: string;
  /** Bytes, where the server says so. */
  readonly length: number | undefined;
  /** The bytes, as they come. What goes wrong on the way is a {@link DomainError}. */
  readonly bytes: AsyncIterable<Buffer>;
}

/**
 * Fetches from URLs that clients name, and from no server that they could not reach themselves.
 *
 * A host's addresses are looked up once, all of them judged, and the connection goes to those and nowhere else, so that a
 * name can't mean something else in between. Each redirect is a new URL and judged like the first.
 */
@Injectable()
export class RemoteFiles {
  private readonly addresses: RemoteAddresses;

  constructor(
    private readonly resolver: NameResolver,
    environment: Environment,
  ) {
    this.addresses = new RemoteAddresses(environment.UPLOAD_URL_ALLOWED_NETWORKS);
  }

  /**
   * @throws {DomainError} `invalid-request` for what is no URL to fetch from, `remote-refused` for an address that is not
   * public or not there, `remote-failed` when the server does not deliver.
   */
  async open(text: string, signal: AbortSignal): Promise<RemoteFile> {
    let url = readUrl(text);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const response = await this.ask(url, signal);
      const { statusCode = 0, headers } = response;
      if (!REDIRECTS.has(statusCode) || headers.location === undefined)
        return accept(response, signal);
      response.destroy();
      url = readUrl(headers.location, url);
    }
    throw failed(`The server redirects more than ${MOST_REDIRECTS} times.`);
  }

  private async ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const options: RequestOptions = {
      agent: false,
      headers: HEADERS,
      lookup: await this.pinned(url),
      signal,
      timeout: IDLE_MS,
    };
    const outgoing =
      url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
    outgoing.on('timeout', () => outgoing.destroy(failed('The server is silent.')));
    // Whoever awaits the answer learns of it; what comes after that is the answer's own.
    outgoing.on('error', () => undefined);
    outgoing.end();
    try {
      return await answerTo(outgoing);
    } catch (error) {
      throw describe(error, signal);
    }
  }

  /** A lookup that knows but the addresses that have been judged. */
  private async pinned({ hostname, port, protocol }: URL): Promise<LookupFunction> {
    const addresses = await this.resolver.resolve(hostname);
    const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
    const [first] = addresses;
    if (
      first === undefined ||
      !addresses.every(({ address }) => this.addresses.admits(address, number))
    ) {
      // The same for a name that is not there: nobody learns what there is behind us.
      throw new DomainError('remote-refused', 'Nothing is fetched from this address.');
    }
    return (_host, options, done) => {
      if (options.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    };
  }
}

async function answerTo(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    // To a change of protocol, which nobody has asked for, there is neither.
    outgoing.once('close', () => reject(failed('The server does not answer what it was asked.')));
  });
}

/** @throws {DomainError} `invalid-request`. */
function readUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  const wrong =
    url === null
      ? 'an absolute URL'
      : !['http:', 'https:'].includes(url.protocol)
        ? 'a URL with http or https'
        : url.username !== '' || url.password !== ''
          ? 'a URL without a user name and a password'
          : undefined;
  if (url !== null && wrong === undefined) return url;
  const message = `url: ${wrong ?? 'an absolute URL'}`;
  throw new DomainError('invalid-request', `${message}.`, {
    violations: [{ field: 'url', value: text.slice(0, 200), message }],
  });
}

function accept(response: IncomingMessage, signal: AbortSignal): RemoteFile {
  const { statusCode = 0, headers } = response;
  const encoding = headers['content-encoding'] ?? 'identity';
  const refusal =
    statusCode !== 200
      ? `The server answers ${statusCode}.`
      : encoding.toLowerCase() !== 'identity'
        ? 'The server sends the file compressed.'
        : undefined;
  if (refusal !== undefined) {
    response.destroy();
    throw failed(refusal);
  }
  const length = headers['content-length'];
  return {
    declaredType: headers['content-type'] ?? '',
    length: length === undefined ? undefined : Number(length),
    bytes: bytesOf(response, signal),
  };
}

async function* bytesOf(response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw describe(error, signal);
  } finally {
    response.destroy();
  }
}

function describe(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof DomainError) return error;
  if (signal.aborted) return signal.reason;
  return failed('The server cannot be reached, or broke off.', error);
}

function failed(message: string, cause?: unknown): DomainError {
  return new DomainError('remote-failed', message, { cause });
}
