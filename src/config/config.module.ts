import { Global, Module } from '@nestjs/common';
import { Environment } from './environment.js';
import { loadEnvironment } from './load-environment.js';
import { loadSecrets, Secrets } from './secrets.js';

/** Gives every module the checked environment, and the secrets to those that sign. */
@Global()
@Module({
  providers: [
    { provide: Environment, useFactory: () => loadEnvironment(process.env) },
    { provide: Secrets, useFactory: loadSecrets, inject: [Environment] },
  ],
  exports: [Environment, Secrets],
})
export class ConfigModule {}
