
export type NewApiKeyScopesItem = typeof NewApiKeyScopesItem[keyof typeof NewApiKeyScopesItem];


export const NewApiKeyScopesItem = {
  read: 'read',
  write: 'write',
  admin: 'admin',
} as const;
