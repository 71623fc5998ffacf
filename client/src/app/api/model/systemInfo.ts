import type { SystemLimits } from './systemLimits.ts';
import type { SystemVersion } from './systemVersion.ts';

export interface SystemInfo {
  /** What this process does: `all`, `api` or `worker`. */
  role: string;
  /** Where originals lie. */
  storage: string;
  /** When the databases are backed up: a cron expression, or `off`. */
  backupSchedule: string;
  versions: SystemVersion[];
  limits: SystemLimits;
}
