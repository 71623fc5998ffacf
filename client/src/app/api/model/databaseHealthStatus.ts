
export type DatabaseHealthStatus = typeof DatabaseHealthStatus[keyof typeof DatabaseHealthStatus];


export const DatabaseHealthStatus = {
  ok: 'ok',
  warning: 'warning',
} as const;
