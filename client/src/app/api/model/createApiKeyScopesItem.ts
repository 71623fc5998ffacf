
export type CreateApiKeyScopesItem = typeof CreateApiKeyScopesItem[keyof typeof CreateApiKeyScopesItem];


export const CreateApiKeyScopesItem = {
  read: 'read',
  write: 'write',
  admin: 'admin',
} as const;
