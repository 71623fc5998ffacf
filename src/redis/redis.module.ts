import { Module } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { Announcements } from './announcements.js';
import { Leases } from './leases.js';
import { RedisConnections } from './redis-connections.js';
import { SingleApi } from './single-api.js';
import { RedisServer } from './redis-server.js';

/** Gives connections to the operator's Redis, or to one that this process runs. */
@Module({
  providers: [
    SingleApi,
    {
      provide: RedisConnections,
      inject: [Environment],
      useFactory: async ({ REDIS_URL, redisDirectory }: Environment) => {
        if (REDIS_URL !== undefined) return new RedisConnections({ kind: 'url', url: REDIS_URL });
        const server = await RedisServer.start(redisDirectory);
        return new RedisConnections({ kind: 'socket', path: server.socket }, server);
      },
    },
    {
      provide: Announcements,
      inject: [Environment, RedisConnections],
      useFactory: ({ REDIS_URL }: Environment, connections: RedisConnections) =>
        REDIS_URL === undefined ? Announcements.ofOneAlone() : Announcements.among(connections),
    },
    {
      provide: Leases,
      inject: [Environment, RedisConnections],
      useFactory: ({ REDIS_URL }: Environment, connections: RedisConnections) =>
        REDIS_URL === undefined ? Leases.ofOneAlone() : Leases.among(connections),
    },
  ],
  exports: [Announcements, Leases, RedisConnections],
})
export class RedisModule {}
