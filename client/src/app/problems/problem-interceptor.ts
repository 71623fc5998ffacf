import type { HttpInterceptorFn } from '@angular/common/http';
import { inject, Injector } from '@angular/core';
import { catchError, throwError } from 'rxjs';
import { SessionStore } from '../session/session-store';
import { toProblemError } from './problem-error';

const SIGN_IN = '/api/auth/sign-in/';

/** Makes every failure a `ProblemError`; one that says the session is over leads to the sign-in page and back. */
export const problemInterceptor: HttpInterceptorFn = (request, next) => {
  const injector = inject(Injector);
  return next(request).pipe(
    catchError((error: unknown) => {
      const problem = toProblemError(error);
      if (problem.status === 401 && !request.url.startsWith(SIGN_IN)) {
        injector.get(SessionStore).end();
      }
      return throwError(() => problem);
    }),
  );
};
