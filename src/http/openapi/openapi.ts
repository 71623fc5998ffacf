import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { SERVICE_VERSION } from '../../config/version.js';
import { Problem } from '../problem.js';
import { routeAccessByHandler } from '../route-access.js';
import { boundDocument } from './openapi-bounds.js';
import { completeDocument } from './openapi-completion.js';
import { listOptionalExamples } from './openapi-examples.js';
import { describeHeaders } from './openapi-headers.js';

/** The tags of the document, in the order a reader meets them. */
const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['Delivery', 'Originals and transformed variants, for everybody.'],
  ['Storage', 'Upload, list, inspect and remove assets.'],
  ['Queue', 'Video jobs, their workers, and what happens to them.'],
  ['Sessions', 'Set up, sign in, and manage sessions and the password.'],
  ['API keys', 'Make, list, change and delete API keys.'],
  ['Security', 'What has happened, for administrators.'],
  ['Health', 'Whether the service is alive, ready and well.'],
];

/** Serves Swagger UI at `/docs` and the document at `/openapi.json` and `/openapi.yaml`; it is made when first asked for. */
export function serveOpenApi(app: INestApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= createDocument(app)), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Openinary API',
  });
}

function createDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Openinary')
    .setDescription('Self-hosted media: upload once, transform by URL, deliver fast.')
    .setVersion(SERVICE_VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'The server that gave this document, in production or local.')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key, `sk_…`.' }, 'apiKey')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key, `sk_…`.' },
      'apiKeyHeader',
    )
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'X-Upload-Signature',
        description: 'What `POST /upload/sign` gives.',
      },
      'uploadSignature',
    )
    .addCookieAuth(
      'better-auth.session_token',
      { type: 'apiKey', in: 'cookie', description: 'The session of the console.' },
      'session',
    );
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [Problem],
    operationIdFactory: (_controller, method) => method,
  });
  completeDocument(document, routeAccessByHandler(app));
  // Its clients are other programs, on whichever network it is published.
  for (const server of document.servers ?? []) Object.assign(server, { 'x-internal': false });
  return listOptionalExamples(boundDocument(describeHeaders(document)));
}
