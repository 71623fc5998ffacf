
export type AuditEventDtoEvent = typeof AuditEventDtoEvent[keyof typeof AuditEventDtoEvent];


export const AuditEventDtoEvent = {
  api_keysuccess: 'api_key.success',
  api_keyfailed: 'api_key.failed',
  api_keycreated: 'api_key.created',
  api_keyupdated: 'api_key.updated',
  api_keydeleted: 'api_key.deleted',
  api_keyrate_limited: 'api_key.rate_limited',
  sessionsuccess: 'session.success',
  sessionrejected: 'session.rejected',
  sessionrevoked: 'session.revoked',
  sign_insuccess: 'sign_in.success',
  sign_infailed: 'sign_in.failed',
  sign_inrate_limited: 'sign_in.rate_limited',
  sign_out: 'sign_out',
  setupcompleted: 'setup.completed',
  passwordchanged: 'password.changed',
  passwordchange_failed: 'password.change_failed',
  uploadsuccess: 'upload.success',
  uploadrejected: 'upload.rejected',
  assetdeleted: 'asset.deleted',
  assetmoved: 'asset.moved',
  assetvisibility_changed: 'asset.visibility_changed',
  accessdenied: 'access.denied',
  backupsuccess: 'backup.success',
  backupfailed: 'backup.failed',
  backupdownloaded: 'backup.downloaded',
  restoresuccess: 'restore.success',
} as const;
