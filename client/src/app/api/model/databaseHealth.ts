import type { DatabaseHealthStatus } from './databaseHealthStatus.ts';
import type { DatabaseState } from './databaseState.ts';

export interface DatabaseHealth {
  status: DatabaseHealthStatus;
  timestamp: string;
  database: DatabaseState;
}
