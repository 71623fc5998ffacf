import { describe, expect, it } from 'vitest';
import { routeOf } from './request-metrics.js';

describe('routeOf', () => {
  it.each([
    [{ path: '/t/*path' }, '/t/w_100/a.jpg', '/t/*path'],
    [undefined, '/api/auth/sign-in/email', '/api/auth/*path'],
    [undefined, '/wp-admin/setup.php', 'none'],
    [{ path: /^\/x/ }, '/x/1', 'none'],
  ])('of %j at %s is %s', (route, originalUrl, expected) => {
    expect(routeOf({ route, originalUrl })).toBe(expected);
  });
});
