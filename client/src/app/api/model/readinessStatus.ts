
export type ReadinessStatus = typeof ReadinessStatus[keyof typeof ReadinessStatus];


export const ReadinessStatus = {
  ready: 'ready',
  degraded: 'degraded',
  'not-ready': 'not-ready',
} as const;
