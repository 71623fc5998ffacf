import { provideHttpClient, withInterceptors, withXhr } from '@angular/common/http';
import { inject, provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';
import { MAT_DIALOG_DEFAULT_OPTIONS, MatDialogConfig } from '@angular/material/dialog';
import { MAT_RIPPLE_GLOBAL_OPTIONS } from '@angular/material/core';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
} from '@angular/router';
import { routes } from './app.routes';
import { problemInterceptor } from './problems/problem-interceptor';
import { NavigationTrouble } from './shell/navigation-trouble';
import { PageTitle } from './shell/page-title';

/** What the whole console shares. Requests go through XHR, because `fetch` tells no progress of an upload. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(withXhr(), withInterceptors([problemInterceptor])),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withNavigationErrorHandler(({ error }) => inject(NavigationTrouble).show(error)),
      withInMemoryScrolling({ scrollPositionRestoration: 'top' }),
    ),
    { provide: TitleStrategy, useExisting: PageTitle },
    { provide: MAT_RIPPLE_GLOBAL_OPTIONS, useValue: { disabled: true } },
    {
      provide: MAT_DIALOG_DEFAULT_OPTIONS,
      // Partial options would take the place of all the defaults, the role among them.
      useValue: Object.assign(new MatDialogConfig(), { maxWidth: 'calc(100vw - 24px)' }),
    },
  ],
};
