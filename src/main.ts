import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger, PinoLogger } from 'nestjs-pino';
import { StartMessages } from './access/start-messages.js';
import { collectGarbage, collectSeldom } from './process/collect-garbage.js';
import { Environment } from './config/environment.js';
import { keepTickShape } from './process/keep-tick-shape.js';
import { loadEnvironment } from './config/load-environment.js';
import { isSessionExposed } from './config/plain-http.js';
import { prepareDataDirectory } from './config/prepare-data-directory.js';
import { sizeThreadPool } from './process/size-thread-pool.js';
import {
  findStrayVariables,
  withholdFromLibraries,
  type StrayVariable,
} from './config/stray-variables.js';
import { placesOf } from './database/backups/database-places.js';
import { applyStagedRestore } from './database/backups/restore.js';
import { noticeLostIndex } from './database/backups/withhold.js';
import { ReadinessProbe } from './health/readiness.js';
import { configureHttp, configureProbes } from './http/bootstrap.js';
import { listenFailure } from './http/connections/listen-failure.js';
import { stopOnSignals } from './http/connections/shutdown.js';

async function start(): Promise<void> {
  keepTickShape();
  collectSeldom();
  const checked = loadEnvironment();
  const strays = findStrayVariables();
  withholdFromLibraries();
  sizeThreadPool(checked);
  await prepareDataDirectory(checked);
  if (checked.DATABASE_URL === undefined) {
    await applyStagedRestore(placesOf(checked));
    noticeLostIndex(placesOf(checked));
  }
  const { app, configure, messages } = await (checked.ROLE === 'worker'
    ? createWorker()
    : createApi());
  const environment = app.get(Environment);
  const logger = app.get(Logger);
  warnOfStrayVariables(logger, strays);
  warnOfPlainHttp(logger, environment);
  stopOnSignals(app, {
    timeout: environment.SHUTDOWN_TIMEOUT_MS,
    onStop: () => app.get(ReadinessProbe).refuse(),
  });
  await configure();
  await app.listen(environment.PORT, environment.HOST).catch(async (error: unknown) => {
    await messages?.takeBack();
    throw listenFailure(error, environment);
  });
  messages?.tell();
  const address = await app.getUrl();
  logger.log({ msg: 'listening', address });
  collectGarbage();
  const about = environment.ROLE === 'worker' ? 'worker' : `API reference: ${address}/docs`;
  process.stdout.write(`Openinary is ready at ${address} (${about})\n`);
}

/** One line, of names alone: what they hold may be a secret. */
function warnOfStrayVariables(logger: Logger, strays: readonly StrayVariable[]): void {
  if (strays.length === 0) return;
  const variables = strays.map(({ name, meant }) =>
    meant === undefined ? name : `${name} (is ${meant} meant?)`,
  );
  logger.warn({ msg: 'variables of the environment that are not known are ignored', variables });
}

function warnOfPlainHttp(logger: Logger, environment: Environment): void {
  if (!isSessionExposed(environment)) return;
  logger.warn({
    msg: 'BETTER_AUTH_URL: at an http address the session cookie is not Secure, and passwords and sessions can be read on their way; put a proxy that ends TLS in front and set its https address, unless the network is your own',
  });
}

// Each role loads what it needs: a worker has no accounts, no uploads and no API document.

interface Created {
  readonly app: NestExpressApplication;
  /** Puts everything into the way of requests that does not see to it that they can end. */
  readonly configure: () => Promise<void>;
  readonly messages?: StartMessages;
}

async function createApi(): Promise<Created> {
  const [{ AppModule }, { DeliveryController }, { deliveryLane }, { HotAnswers }] =
    await Promise.all([
      import('./app.module.js'),
      import('./delivery/delivery.controller.js'),
      import('./delivery/hot/delivery-lane.js'),
      import('./delivery/hot/hot-answers.js'),
    ]);
  const app = await create(AppModule);
  // Ahead of everything else: what has just been answered is repeated from memory.
  app.get(HotAnswers).precede(app.getHttpServer());
  const configure = async () => {
    const lane = deliveryLane(app.get(DeliveryController), await app.resolve(PinoLogger));
    await configureHttp(app, app.get(Environment), lane);
  };
  return { app, configure, messages: app.get(StartMessages) };
}

async function createWorker(): Promise<Created> {
  const { WorkerModule } = await import('./worker.module.js');
  const app = await create(WorkerModule);
  const configure = () => {
    configureProbes(app);
    return Promise.resolve();
  };
  return { app, configure };
}

async function create(module: Type): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    bodyParser: false,
    // What fails while it is put together is told in one line below.
    logger: false,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  return app;
}

try {
  await start();
} catch (error) {
  // Nothing runs yet that could log: one line that says what to do, then the exit code that supervisors look at.
  process.stderr.write(
    `openinary cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
