import type { ComponentHealth } from './health.dto.js';

/** One part whose health readiness depends on. */
export abstract class HealthCheck {
  /** The part's name in the report. */
  abstract readonly name: string;

  /** How the part is now; a rejection counts as down. */
  abstract check(): Promise<ComponentHealth>;
}

/** The checks that readiness asks. */
export const HEALTH_CHECKS = Symbol('HEALTH_CHECKS');
