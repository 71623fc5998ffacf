
export type QueueJobPriority = typeof QueueJobPriority[keyof typeof QueueJobPriority];


export const QueueJobPriority = {
  poster: 'poster',
  variant: 'variant',
  prewarm: 'prewarm',
} as const;
