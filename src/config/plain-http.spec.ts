import { describe, expect, it } from 'vitest';
import { loadEnvironment } from './load-environment.js';
import { isSessionExposed } from './plain-http.js';

const REDIS_URL = 'redis://127.0.0.1:6379';

describe('isSessionExposed', () => {
  it.each([
    'http://media.example.com',
    'http://media.example.com:3000/console',
    'http://192.168.1.20:3000',
    'HTTP://NAS',
    'http://[fd00::1]',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
  ])('is so at %s in production', (BETTER_AUTH_URL) => {
    const environment = loadEnvironment({ NODE_ENV: 'production', BETTER_AUTH_URL });
    expect(isSessionExposed(environment)).toBe(true);
    expect(isSessionExposed(loadEnvironment({ BETTER_AUTH_URL }))).toBe(false);
    const worker = { NODE_ENV: 'production', ROLE: 'worker', REDIS_URL, BETTER_AUTH_URL };
    expect(isSessionExposed(loadEnvironment(worker))).toBe(false);
  });

  it.each([
    undefined,
    'https://media.example.com',
    'HTTPS://media.example.com',
    'http://localhost:3000',
    'http://LOCALHOST',
    'http://console.localhost',
    'http://127.0.0.1:3000',
    'http://127.8.9.1',
    'http://[::1]:3000',
    'http://[0:0::1]',
  ])('is not so at %s', (BETTER_AUTH_URL) => {
    const environment = loadEnvironment({ NODE_ENV: 'production', BETTER_AUTH_URL });
    expect(isSessionExposed(environment)).toBe(false);
  });
});
