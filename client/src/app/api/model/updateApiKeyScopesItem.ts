
export type UpdateApiKeyScopesItem = typeof UpdateApiKeyScopesItem[keyof typeof UpdateApiKeyScopesItem];


export const UpdateApiKeyScopesItem = {
  read: 'read',
  write: 'write',
  admin: 'admin',
} as const;
