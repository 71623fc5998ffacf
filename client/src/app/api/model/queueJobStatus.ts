
export type QueueJobStatus = typeof QueueJobStatus[keyof typeof QueueJobStatus];


export const QueueJobStatus = {
  pending: 'pending',
  processing: 'processing',
  completed: 'completed',
  error: 'error',
  cancelled: 'cancelled',
} as const;
