import { describe, expect, it } from 'vitest';
import { loadEnvironment } from './load-environment.js';

describe('TRUST_PROXY', () => {
  it.each([
    '',
    '0',
    '1',
    '12',
    '10.1.2.3',
    '10.0.0.0/8',
    '::1',
    'fd00::/8, 10.0.0.0/8',
    'loopback',
    'loopback, linklocal,uniquelocal',
  ])('may be %j', (value) => {
    expect(loadEnvironment({ TRUST_PROXY: value }).TRUST_PROXY).toBe(value);
  });

  it.each([
    'true',
    'abc',
    '-1',
    '1.5',
    '1.2.3',
    '1234',
    ' ',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '10.0.0.0/8/8',
    '::/129',
    'fe80::1%eth0',
    '10.0.0.0/8,',
    'localhost',
    '10.0.0.0/8; 1',
  ])('may not be %j, which is told beside what else is wrong', (value) => {
    const load = () => loadEnvironment({ TRUST_PROXY: value, PORT: 'many' });
    expect(load).toThrow(/^TRUST_PROXY: TRUST_PROXY must be how many proxies .*10\.0\.0\.0\/8.*$/m);
    expect(load).toThrow(/^PORT: /m);
  });
});
