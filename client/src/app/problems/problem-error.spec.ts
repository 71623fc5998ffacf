import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { toProblemError } from './problem-error';

describe('toProblemError', () => {
  const problem = {
    type: '/problems/too-many-requests',
    title: 'Too many requests',
    detail: 'Wait a moment.',
    status: 429,
    instance: '/x',
    requestId: 'r1',
  };

  it('keeps what the server said, as an object or as text', () => {
    const headers = new HttpHeaders({ 'Retry-After': '7' });
    for (const error of [problem, JSON.stringify(problem)]) {
      const read = toProblemError(new HttpErrorResponse({ status: 429, headers, error }));
      expect(read).toMatchObject({ code: 'too-many-requests', requestId: 'r1', retryAfter: 7 });
      expect(read.isPassing).toBe(true);
    }
  });

  it('finds words for an answer that is no problem, and its id in the header', () => {
    const headers = new HttpHeaders({ 'X-Request-Id': 'r2' });
    const read = toProblemError(
      new HttpErrorResponse({ status: 502, headers, error: '<html>Bad gateway</html>' }),
    );
    expect(read).toMatchObject({ status: 502, requestId: 'r2', isPassing: true });
  });

  it('takes no answer for a passing problem, and a bug of ours for one that is not', () => {
    expect(toProblemError(new HttpErrorResponse({ status: 0 })).isPassing).toBe(true);
    expect(toProblemError(new TypeError('x is undefined')).detail).not.toContain('undefined');
  });
});
