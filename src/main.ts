import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger, PinoLogger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { Environment } from './config/environment.js';
import { loadEnvironment } from './config/load-environment.js';
import { prepareDataDirectory } from './config/prepare-data-directory.js';
import { DeliveryController } from './delivery/delivery.controller.js';
import { deliveryLane } from './delivery/delivery-lane.js';
import { HotAnswers } from './delivery/hot-answers.js';
import { placesOf } from './database/backups/database-places.js';
import { applyStagedRestore } from './database/backups/restore.js';
import { ReadinessProbe } from './health/readiness.js';
import { configureHttp } from './http/bootstrap.js';
import { stopOnSignals } from './http/shutdown.js';

async function start(): Promise<void> {
  const checked = loadEnvironment();
  await prepareDataDirectory(checked);
  if (checked.DATABASE_URL === undefined) await applyStagedRestore(placesOf(checked));
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    bodyParser: false,
    // What fails while it is put together is told in one line below.
    logger: false,
    abortOnError: false,
  });
  const environment = app.get(Environment);
  const logger = app.get(Logger);
  app.useLogger(logger);
  // Ahead of everything else: what has just been answered is repeated from memory.
  app.get(HotAnswers).precede(app.getHttpServer());
  stopOnSignals(app, {
    timeout: environment.SHUTDOWN_TIMEOUT_MS,
    onStop: () => app.get(ReadinessProbe).refuse(),
  });
  const lane = deliveryLane(app.get(DeliveryController), await app.resolve(PinoLogger));
  configureHttp(app, environment, lane);
  await app.listen(environment.PORT, environment.HOST);
  const address = await app.getUrl();
  logger.log({ msg: 'listening', address });
  process.stdout.write(`Openinary is ready at ${address} (API reference: ${address}/docs)\n`);
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
