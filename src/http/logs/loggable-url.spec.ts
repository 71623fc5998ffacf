import { describe, expect, it } from 'vitest';
import { loggableUrl } from './loggable-url.js';

describe('a URL in the log', () => {
  it.each([
    ['/t/w_10/photos/a.jpg?v=1', '/t/w_10/photos/a.jpg?v=1'],
    ['/storage?path=keys&limit=5', '/storage?path=keys&limit=5'],
    ['/authenticated/s--abcDEF_123--99/w_10/a.jpg', '/authenticated/s--…/w_10/a.jpg'],
    [`/api-keys/sk_${'a'.repeat(64)}`, '/api-keys/sk_…'],
    [`/x/sk%5F${'a'.repeat(64)}?y`, '/x/sk_…?y'],
    ['/x?API_KEY=a&b=c', '/x?API_KEY=…&b=c'],
    ['/x?a=1&access_token=t&signature=s#f', '/x?a=1&access_token=…&signature=…#f'],
    ['/task_list/risk_a.jpg', '/task_list/risk_a.jpg'],
  ])('%s is written as %s', (url, written) => {
    expect(loggableUrl(url)).toBe(written);
  });
});
