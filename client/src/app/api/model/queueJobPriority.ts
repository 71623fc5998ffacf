
export type QueueJobPriority = typeof QueueJobPriority[keyof typeof QueueJobPriority];


export const QueueJobPriority = {
  variant: 'variant',
  prewarm: 'prewarm',
} as const;
