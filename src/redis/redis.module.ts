import { Module } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { RedisConnections } from './redis-connections.js';
import { RedisServer } from './redis-server.js';

/** Gives connections to the operator's Redis, or to one that this process runs. */
@Module({
  providers: [
    {
      provide: RedisConnections,
      inject: [Environment],
      useFactory: async ({ REDIS_URL, redisDirectory }: Environment) => {
        if (REDIS_URL !== undefined) return new RedisConnections({ kind: 'url', url: REDIS_URL });
        const server = await RedisServer.start(redisDirectory);
        return new RedisConnections({ kind: 'socket', path: server.socket }, server);
      },
    },
  ],
  exports: [RedisConnections],
})
export class RedisModule {}
