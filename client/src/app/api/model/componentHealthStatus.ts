
/**
 * `degraded` parts are reported, but requests are still taken.
 */
export type ComponentHealthStatus = typeof ComponentHealthStatus[keyof typeof ComponentHealthStatus];


export const ComponentHealthStatus = {
  up: 'up',
  degraded: 'degraded',
  down: 'down',
} as const;
