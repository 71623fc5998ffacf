import { fileURLToPath } from 'node:url';
import { Logger, Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { ConsoleFiles } from './console-files.js';
import { ConsoleMiddleware } from './console.middleware.js';

/** Where the console's build lies. */
const DIRECTORY = fileURLToPath(new URL('../../client/dist', import.meta.url));

/** Serves the console in `MODE=fullstack`. */
@Module({
  providers: [{ provide: ConsoleFiles, inject: [Environment], useFactory: readFiles }],
})
export class ConsoleModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(ConsoleMiddleware).forRoutes('{*path}');
  }
}

async function readFiles({ MODE }: Environment): Promise<ConsoleFiles> {
  if (MODE === 'api') return ConsoleFiles.none;
  const files = await ConsoleFiles.read(DIRECTORY);
  if (files.isEmpty) {
    new Logger(ConsoleModule.name).warn('the console is not built: only the API is served');
  }
  return files;
}
