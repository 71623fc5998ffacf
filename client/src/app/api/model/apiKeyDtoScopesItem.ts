
export type ApiKeyDtoScopesItem = typeof ApiKeyDtoScopesItem[keyof typeof ApiKeyDtoScopesItem];


export const ApiKeyDtoScopesItem = {
  read: 'read',
  write: 'write',
  admin: 'admin',
} as const;
