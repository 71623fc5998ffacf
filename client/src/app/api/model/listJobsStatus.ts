
export type ListJobsStatus = typeof ListJobsStatus[keyof typeof ListJobsStatus];


export const ListJobsStatus = {
  pending: 'pending',
  processing: 'processing',
  completed: 'completed',
  error: 'error',
  cancelled: 'cancelled',
} as const;
