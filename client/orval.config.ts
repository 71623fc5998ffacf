import { defineConfig } from 'orval';

const document = process.env['OPENAPI_DOCUMENT'];
const target = process.env['API_DIRECTORY'] ?? 'src/app/api';
if (document === undefined) throw new Error('Run scripts/write-client.sh.');

/** Routes that answer with bytes or without end: the browser asks for them itself, by their address. */
const NO_JSON = /^\/(t|authenticated|download|download-folder|queue\/events|metrics)(\/|$)/;

interface OpenApi {
  paths?: Record<string, unknown>;
}

function withoutBytes<T extends OpenApi>(openApi: T): T {
  const paths = Object.entries(openApi.paths ?? {}).filter(([path]) => !NO_JSON.test(path));
  return { ...openApi, paths: Object.fromEntries(paths) };
}

// The client of the server's own OpenAPI document: resources for reads, services for everything.
export default defineConfig({
  console: {
    input: { target: document, override: { transformer: withoutBytes } },
    output: {
      client: 'angular',
      mode: 'tags-split',
      target: `${target}/api.ts`,
      schemas: `${target}/model`,
      clean: true,
      override: {
        angular: { retrievalClient: 'both', provideIn: 'root' },
        header: false,
      },
    },
  },
});
