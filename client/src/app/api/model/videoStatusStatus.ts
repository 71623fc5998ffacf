
export type VideoStatusStatus = typeof VideoStatusStatus[keyof typeof VideoStatusStatus];


export const VideoStatusStatus = {
  pending: 'pending',
  processing: 'processing',
  completed: 'completed',
  error: 'error',
  cancelled: 'cancelled',
} as const;
