import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../config/load-environment.js';
import { TrustedOrigins } from './trusted-origins.js';

function request(headers: Record<string, string>, localPort = 3000): Request {
  // The only parts of a request that the class reads.
  return { headers, socket: { localPort } } as unknown as Request;
}

describe('TrustedOrigins', () => {
  const local = new TrustedOrigins(loadEnvironment({}));
  const open = new TrustedOrigins(
    loadEnvironment({
      BETTER_AUTH_URL: 'https://media.example.com/',
      TRUSTED_ORIGINS: 'https://admin.example.com',
    }),
  );

  it('trusts its own port by any loopback name while no address is set', () => {
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
      expect(local.trusts(request({ origin }))).toBe(true);
    }
    expect(local.trusts(request({ origin: 'http://localhost:3001' }))).toBe(false);
    expect(local.trusts(request({ origin: 'https://localhost:3000' }))).toBe(false);
    expect(local.trusts(request({ origin: 'http://localhost.evil.com:3000' }))).toBe(false);
  });

  it('trusts the public address and the listed origins, and nothing else, once an address is set', () => {
    expect(open.trusts(request({ origin: 'https://media.example.com' }))).toBe(true);
    expect(open.trusts(request({ origin: 'https://admin.example.com' }))).toBe(true);
    for (const origin of ['http://media.example.com', 'http://localhost:3000', 'null', '']) {
      expect(open.trusts(request({ origin }))).toBe(false);
    }
    expect(open.trusts(request({}))).toBe(false);
  });

  it('knows a foreign page by its origin or by what the browser says of it', () => {
    expect(open.isForeign(request({ origin: 'https://evil.example' }))).toBe(true);
    expect(open.isForeign(request({ 'sec-fetch-site': 'cross-site' }))).toBe(true);
    expect(open.isForeign(request({ 'sec-fetch-site': 'same-origin' }))).toBe(false);
    expect(open.isForeign(request({}))).toBe(false);
  });
});
