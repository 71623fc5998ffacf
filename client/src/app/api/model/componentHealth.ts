import type { ComponentHealthStatus } from './componentHealthStatus.ts';

export interface ComponentHealth {
  /** `degraded` parts are reported, but requests are still taken. */
  status: ComponentHealthStatus;
  /** What is wrong, in the service's own words. */
  reason?: string;
}
