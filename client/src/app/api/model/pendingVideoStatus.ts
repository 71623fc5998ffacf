
export type PendingVideoStatus = typeof PendingVideoStatus[keyof typeof PendingVideoStatus];


export const PendingVideoStatus = {
  processing: 'processing',
} as const;
