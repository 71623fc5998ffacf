import { Global, Module } from '@nestjs/common';
import { Environment } from './environment.js';
import { loadEnvironment } from './load-environment.js';

/** Gives every module the checked environment. */
@Global()
@Module({
  providers: [{ provide: Environment, useFactory: () => loadEnvironment(process.env) }],
  exports: [Environment],
})
export class ConfigModule {}
