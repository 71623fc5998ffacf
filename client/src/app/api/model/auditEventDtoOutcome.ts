
export type AuditEventDtoOutcome = typeof AuditEventDtoOutcome[keyof typeof AuditEventDtoOutcome];


export const AuditEventDtoOutcome = {
  success: 'success',
  failure: 'failure',
} as const;
