import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn, type UrlTree } from '@angular/router';
import { returnAddress } from './return-address';
import { SessionStore } from './session-store';

/** Lets signed-in people in; others sign in, or set the installation up, and come back. */
export const requireSignedIn: CanActivateFn = async (_route, { url }) => {
  const router = inject(Router);
  switch (await inject(SessionStore).known()) {
    case 'signed-in':
      return true;
    case 'not-set-up':
      return instead(router.createUrlTree(['/setup']));
    case 'signed-out':
    case 'unknown':
      return instead(
        router.createUrlTree(['/login'], {
          queryParams: url === '/' || url === '/media' ? {} : { returnTo: url },
        }),
      );
  }
};

/** Shows the set-up while it is to be done, and never again. */
export const requireOpenSetUp: CanActivateFn = async () => {
  const router = inject(Router);
  const state = await inject(SessionStore).known();
  return state === 'not-set-up' || instead(router.createUrlTree(['/']));
};

/** Shows the sign-in page to those who are not signed in; others go to where they came from. */
export const requireSignedOut: CanActivateFn = async ({ queryParamMap }) => {
  const router = inject(Router);
  const state = await inject(SessionStore).known();
  if (state === 'not-set-up') return instead(router.createUrlTree(['/setup']));
  if (state !== 'signed-in') return true;
  return instead(router.parseUrl(returnAddress(queryParamMap.get('returnTo') ?? undefined)));
};

function instead(tree: UrlTree): RedirectCommand {
  return new RedirectCommand(tree, { replaceUrl: true });
}
