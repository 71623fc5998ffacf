import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';

/** Holds the connection to the product's own tables. */
@Global()
@Module({ providers: [Database], exports: [Database] })
export class DatabaseModule {}
