import { randomBytes } from 'node:crypto';
import { freePort } from './free-port.ts';
import { startProxy, type RunningProxy } from './nginx.ts';
import { startPostgres, type RunningPostgres } from './postgres.ts';
import { startRedis, type RunningRedis } from './redis.ts';
import { S3Server } from './s3/s3-server.ts';
import { startServer, type RunningServer } from './server.ts';

const PROCESSES = 2;

/** One service of several processes: API and workers on one Redis, one Postgres and one bucket, behind nginx. */
export interface RunningService extends AsyncDisposable {
  /** Where nginx listens. */
  readonly url: string;
  /** A key with every scope. */
  readonly key: string;
  readonly apis: readonly RunningServer[];
  readonly workers: readonly RunningServer[];
  readonly proxy: RunningProxy;
  readonly postgres: RunningPostgres;
  readonly redis: RunningRedis;
  readonly s3: S3Server;
  /** One of the API processes, by its place. */
  api(index: number): RunningServer;
  /** One of the workers, by its place. */
  worker(index: number): RunningServer;
  /** Starts another API process in the place of one that has been stopped. */
  replaceApi(index: number): Promise<RunningServer>;
  replaceWorker(index: number): Promise<RunningServer>;
}

/** Starts the whole of it, each process with a disk of its own. */
export async function startService(
  env: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const resources = new AsyncDisposableStack();
  try {
    return await assemble(resources, env);
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

async function assemble(
  resources: AsyncDisposableStack,
  env: Readonly<Record<string, string>>,
): Promise<RunningService> {
  const postgres = resources.use(await startPostgres());
  const redis = resources.use(await startRedis());
  const s3 = resources.use(await S3Server.start());
  const shared = {
    DATABASE_URL: await postgres.database(),
    REDIS_URL: redis.url,
    BETTER_AUTH_SECRET: randomBytes(36).toString('base64url'),
    API_SECRET: randomBytes(36).toString('base64url'),
    TRUST_PROXY: '1',
    ...s3.environment,
    ...env,
  };
  const ports = [await freePort(), await freePort()];
  const startApi = (index: number) =>
    startServer({ env: { ...shared, ROLE: 'api', PORT: String(ports[index] ?? 0) } });
  const startWorker = () =>
    startServer({ env: { ...shared, ROLE: 'worker', VIDEO_MAX_CONCURRENT: '1' } });
  const apis: RunningServer[] = [];
  const workers: RunningServer[] = [];
  // Whatever stands in each place at the end.
  resources.defer(async () => {
    for (const server of [...workers, ...apis]) await server[Symbol.asyncDispose]();
  });
  // All at once, as an orchestrator does: tables are made once, and one of them makes the first key.
  const starting = Array.from({ length: PROCESSES }, (_, index) => startApi(index));
  for (const outcome of await Promise.allSettled(starting)) {
    if (outcome.status === 'rejected') throw outcome.reason;
    apis.push(outcome.value);
  }
  for (const worker of await Promise.all(Array.from({ length: PROCESSES }, startWorker)))
    workers.push(worker);
  const proxy = resources.use(await startProxy(apis.map(({ url }) => url)));
  const replace = async (
    servers: RunningServer[],
    index: number,
    start: () => Promise<RunningServer>,
  ) => {
    await at(servers, index)[Symbol.asyncDispose]();
    const server = await start();
    servers[index] = server;
    return server;
  };
  return {
    url: proxy.url,
    key: apis.map(({ key }) => key).find((key) => key !== '') ?? '',
    apis,
    workers,
    proxy,
    postgres,
    redis,
    s3,
    api: (index) => at(apis, index),
    worker: (index) => at(workers, index),
    replaceApi: (index) => replace(apis, index, () => startApi(index)),
    replaceWorker: (index) => replace(workers, index, startWorker),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function at(servers: readonly RunningServer[], index: number): RunningServer {
  const server = servers[index];
  if (server === undefined) throw new Error(`There is no server ${index}.`);
  return server;
}
