import type { IncomingMessage } from 'node:http';
import type { Params } from 'nestjs-pino';
import { stdTimeFunctions } from 'pino';
import type { Environment } from '../../config/environment.js';
import { requestIdOf } from '../request-id.js';
import { LOG_OUTPUT } from './log-output.js';
import { loggableError } from './loggable-error.js';
import { loggableUrl } from './loggable-url.js';

/** JSON lines on stdout, one per request, without a credential in them. */
export function loggerOptions({ LOG_LEVEL }: Environment): Params {
  return {
    pinoHttp: [
      {
        level: LOG_LEVEL,
        base: null,
        timestamp: stdTimeFunctions.isoTime,
        genReqId: requestIdOf,
        quietReqLogger: true,
        customAttributeKeys: { reqId: 'requestId' },
        customSuccessMessage: () => 'request',
        customErrorMessage: () => 'request failed',
        customLogLevel: (_request, response, error) =>
          error !== undefined || response.statusCode >= 500 ? 'error' : 'info',
        serializers: {
          req: ({
            method,
            url,
            remoteAddress,
          }: {
            method: string;
            url: string;
            remoteAddress: string;
          }) => ({
            method,
            url: loggableUrl(url).slice(0, 2048),
            remoteAddress,
          }),
          res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
          err: loggableError,
        },
        autoLogging: {
          ignore: (request: IncomingMessage) => request.url?.startsWith('/health') ?? false,
        },
      },
      LOG_OUTPUT,
    ],
  };
}
