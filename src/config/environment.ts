import { join } from 'node:path';
import { RenderVariables } from './variables/render-variables.js';

const MIB = 1024 * 1024;

/**
 * Everything that can be configured, with its default: the variables of all parts, and what follows from them.
 * `.env.example` and docs/configuration.md are checked against it.
 */
export class Environment extends RenderVariables {
  /** Where uploads and renders in progress lie. */
  get temporaryDirectory(): string {
    return join(this.DATA_DIR, 'tmp');
  }

  /** Where the local driver keeps assets. */
  get originalsDirectory(): string {
    return join(this.DATA_DIR, 'originals');
  }

  /** Where variants lie; may be emptied at any time. */
  get cacheDirectory(): string {
    return join(this.DATA_DIR, 'cache');
  }

  /** The embedded Redis: its socket and append-only file. */
  get redisDirectory(): string {
    return join(this.DATA_DIR, 'redis');
  }

  /** The accounts database. */
  get authDatabasePath(): string {
    return this.DB_PATH ?? join(this.DATA_DIR, 'auth.db');
  }

  /** The product's own tables. */
  get databasePath(): string {
    return join(this.DATA_DIR, 'openinary.db');
  }

  /** Where backups lie. */
  get backupDirectory(): string {
    return this.BACKUP_PATH ?? join(this.DATA_DIR, 'backups');
  }

  /** The largest file an upload may hold, bytes. */
  get maxFileBytes(): number {
    return this.MAX_FILE_SIZE_MB * MIB;
  }
}
