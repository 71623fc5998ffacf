import type { ComponentHealth } from './componentHealth.ts';

/**
 * Each part by name.
 */
export type ReadinessComponents = {[key: string]: ComponentHealth};
