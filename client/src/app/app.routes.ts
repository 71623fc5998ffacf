import type { Routes } from '@angular/router';
import { requireOpenSetUp, requireSignedIn, requireSignedOut } from './session/session-guards';

/** The pages; each is loaded when it is first visited. */
export const routes: Routes = [
  {
    path: 'setup',
    title: $localize`Set up`,
    canActivate: [requireOpenSetUp],
    loadComponent: async () => (await import('./set-up/set-up-page')).SetUpPage,
  },
  {
    path: 'login',
    title: $localize`Sign in`,
    canActivate: [requireSignedOut],
    loadComponent: async () => (await import('./sign-in/sign-in-page')).SignInPage,
  },
  {
    path: '',
    canActivate: [requireSignedIn],
    loadComponent: async () => (await import('./shell/shell')).Shell,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'media' },
      {
        path: 'media',
        title: $localize`Media`,
        loadComponent: async () => (await import('./media/media-page')).MediaPage,
      },
      {
        path: 'playground',
        title: $localize`Playground`,
        loadComponent: async () => (await import('./playground/playground-page')).PlaygroundPage,
      },
      {
        path: 'jobs',
        title: $localize`Jobs`,
        loadComponent: async () => (await import('./jobs/jobs-page')).JobsPage,
      },
      {
        path: 'api-keys',
        title: $localize`API keys`,
        loadComponent: async () => (await import('./api-keys/api-keys-page')).ApiKeysPage,
      },
      {
        path: 'activity',
        title: $localize`Activity`,
        loadComponent: async () => (await import('./activity/activity-page')).ActivityPage,
      },
      {
        path: 'settings',
        title: $localize`Settings`,
        loadComponent: async () => (await import('./settings/settings-page')).SettingsPage,
      },
      {
        path: '**',
        title: $localize`Not found`,
        loadComponent: async () => (await import('./shell/not-found-page')).NotFoundPage,
      },
    ],
  },
];
