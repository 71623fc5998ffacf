import { describe, expect, it } from 'vitest';
import type { ApiKeyRow } from '../accounts/auth-database.js';
import { toApiKey, toPermissions } from './api-key.js';

const ROW: ApiKeyRow = {
  id: 'k',
  name: 'Website',
  start: 'sk_abc',
  prefix: 'sk_',
  key: 'hash',
  referenceId: 'u',
  enabled: 1,
  rateLimitMax: null,
  requestCount: null,
  lastRequest: null,
  expiresAt: '2026-01-01T00:00:00.000Z',
  createdAt: '2025-01-01T00:00:00.000Z',
  updatedAt: '2025-01-01T00:00:00.000Z',
  permissions: JSON.stringify(toPermissions(['write', 'read'])),
};

describe('toApiKey', () => {
  it('reads a row and leaves the hash out', () => {
    const key = toApiKey(ROW);
    expect(key).toMatchObject({ id: 'k', ownerId: 'u', enabled: true, requestCount: 0 });
    expect(key.scopes).toEqual(['read', 'write']);
    expect(key.expiresAt?.getUTCFullYear()).toBe(2026);
    expect(Object.values(key)).not.toContain('hash');
  });

  it.each([null, '', 'null', '[]', '{"openinary":"admin"}', '{"other":["admin"]}', '{'])(
    'gives a key with the permissions %j no scope',
    (permissions) => {
      expect(toApiKey({ ...ROW, permissions }).scopes).toEqual([]);
    },
  );

  it('ignores scopes there are not', () => {
    const permissions = '{"openinary":["root","read",7]}';
    expect(toApiKey({ ...ROW, permissions }).scopes).toEqual(['read']);
  });
});
