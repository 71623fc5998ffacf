import {
  HttpClient
} from '@angular/common/http';
import type {
  HttpContext,
  HttpEvent,
  HttpParams
} from '@angular/common/http';

import {
  Injectable,
  inject
} from '@angular/core';

import type {
  Observable
} from 'rxjs';

import type {
  ChangePassword,
  CurrentSession,
  Done,
  RevokeSession,
  SessionDto,
  Setup,
  SetupDone,
  SetupState,
  SignIn,
  SignedIn,
  UpdateAccount
} from '../model';

import type {
  HttpHeaders,
  HttpResponse as AngularHttpResponse
} from '@angular/common/http';



interface HttpClientOptions {
  readonly headers?: HttpHeaders | Record<string, string | string[]>;
  readonly context?: HttpContext;
  readonly params?:
        | HttpParams
      | Record<string, string | number | boolean | Array<string | number | boolean>>;
  readonly reportProgress?: boolean;
  readonly withCredentials?: boolean;
  readonly credentials?: RequestCredentials;
  readonly keepalive?: boolean;
  readonly priority?: RequestPriority;
  readonly cache?: RequestCache;
  readonly mode?: RequestMode;
  readonly redirect?: RequestRedirect;
  readonly referrer?: string;
  readonly integrity?: string;
  readonly referrerPolicy?: ReferrerPolicy;
  readonly transferCache?: {includeHeaders?: string[]} | boolean;
  readonly timeout?: number;
}

type HttpClientBodyOptions = HttpClientOptions & {
  readonly observe?: 'body';
};

type HttpClientEventOptions = HttpClientOptions & {
  readonly observe: 'events';
};

type HttpClientResponseOptions = HttpClientOptions & {
  readonly observe: 'response';
};

type HttpClientObserveOptions = HttpClientOptions & {
  readonly observe?: 'body' | 'events' | 'response';
};







@Injectable({ providedIn: 'root' })
export class SessionsService {
  private readonly http = inject(HttpClient);
/**
 * Opens a session; its cookie is `HttpOnly`, `SameSite=Strict` and, on https, `Secure`.
 * @summary Sign in
 */
 signIn<TData = SignedIn>(signInBody: SignIn, options?: HttpClientBodyOptions): Observable<TData>;
 signIn<TData = SignedIn>(signInBody: SignIn, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 signIn<TData = SignedIn>(signInBody: SignIn, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  signIn<TData = SignedIn>(
    signInBody: SignIn, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/api/auth/sign-in/email`,
      signInBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/api/auth/sign-in/email`,
      signInBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/api/auth/sign-in/email`,
      signInBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Ends the session that asks, and removes its cookie.
 * @summary Sign out
 */
 signOut<TData = Done>( options?: HttpClientBodyOptions): Observable<TData>;
 signOut<TData = Done>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 signOut<TData = Done>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  signOut<TData = Done>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/api/auth/sign-out`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/api/auth/sign-out`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/api/auth/sign-out`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Who is signed in; both fields are null when nobody is.
 * @summary Who is signed in
 */
 getSession<TData = CurrentSession>( options?: HttpClientBodyOptions): Observable<TData>;
 getSession<TData = CurrentSession>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getSession<TData = CurrentSession>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getSession<TData = CurrentSession>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/api/auth/get-session`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/api/auth/get-session`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/api/auth/get-session`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * The sessions of the account, the newest first.
 * @summary List sessions
 */
 listSessions<TData = SessionDto[]>( options?: HttpClientBodyOptions): Observable<TData>;
 listSessions<TData = SessionDto[]>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 listSessions<TData = SessionDto[]>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  listSessions<TData = SessionDto[]>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/api/auth/list-sessions`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/api/auth/list-sessions`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/api/auth/list-sessions`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Ends one session of the account.
 * @summary End a session
 */
 revokeSession<TData = Done>(revokeSessionBody: RevokeSession, options?: HttpClientBodyOptions): Observable<TData>;
 revokeSession<TData = Done>(revokeSessionBody: RevokeSession, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 revokeSession<TData = Done>(revokeSessionBody: RevokeSession, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  revokeSession<TData = Done>(
    revokeSessionBody: RevokeSession, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/api/auth/revoke-session`,
      revokeSessionBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/api/auth/revoke-session`,
      revokeSessionBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/api/auth/revoke-session`,
      revokeSessionBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Ends every session of the account but this one.
 * @summary End the other sessions
 */
 revokeOtherSessions<TData = Done>( options?: HttpClientBodyOptions): Observable<TData>;
 revokeOtherSessions<TData = Done>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 revokeOtherSessions<TData = Done>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  revokeOtherSessions<TData = Done>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/api/auth/revoke-other-sessions`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/api/auth/revoke-other-sessions`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/api/auth/revoke-other-sessions`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Ends every session of the account, this one too.
 * @summary End all sessions
 */
 revokeSessions<TData = Done>( options?: HttpClientBodyOptions): Observable<TData>;
 revokeSessions<TData = Done>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 revokeSessions<TData = Done>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  revokeSessions<TData = Done>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/api/auth/revoke-sessions`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/api/auth/revoke-sessions`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/api/auth/revoke-sessions`,
      undefined,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Changes the password; the current one is needed, and the other sessions end unless they are kept.
 * @summary Change the password
 */
 changePassword<TData = Done>(changePasswordBody: ChangePassword, options?: HttpClientBodyOptions): Observable<TData>;
 changePassword<TData = Done>(changePasswordBody: ChangePassword, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 changePassword<TData = Done>(changePasswordBody: ChangePassword, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  changePassword<TData = Done>(
    changePasswordBody: ChangePassword, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/api/auth/change-password`,
      changePasswordBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/api/auth/change-password`,
      changePasswordBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/api/auth/change-password`,
      changePasswordBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Changes the account's name.
 * @summary Change the account
 */
 updateAccount<TData = Done>(updateAccountBody: UpdateAccount, options?: HttpClientBodyOptions): Observable<TData>;
 updateAccount<TData = Done>(updateAccountBody: UpdateAccount, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 updateAccount<TData = Done>(updateAccountBody: UpdateAccount, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  updateAccount<TData = Done>(
    updateAccountBody: UpdateAccount, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/api/auth/update-user`,
      updateAccountBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/api/auth/update-user`,
      updateAccountBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/api/auth/update-user`,
      updateAccountBody,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Whether the first administrator has been made.
 * @summary Whether the set-up is done
 */
 getSetup<TData = SetupState>( options?: HttpClientBodyOptions): Observable<TData>;
 getSetup<TData = SetupState>( options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 getSetup<TData = SetupState>( options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  getSetup<TData = SetupState>(
     options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.get<TData>(
      `/api/setup`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.get<TData>(
      `/api/setup`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.get<TData>(
      `/api/setup`,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
/**
 * Makes the first administrator; whoever comes later, or at the same time, is told that it is done.
 * @summary Make the first administrator
 */
 setUp<TData = SetupDone>(setup: Setup, options?: HttpClientBodyOptions): Observable<TData>;
 setUp<TData = SetupDone>(setup: Setup, options?: HttpClientEventOptions): Observable<HttpEvent<TData>>;
 setUp<TData = SetupDone>(setup: Setup, options?: HttpClientResponseOptions): Observable<AngularHttpResponse<TData>>;
  setUp<TData = SetupDone>(
    setup: Setup, options?: HttpClientObserveOptions): Observable<TData | HttpEvent<TData> | AngularHttpResponse<TData>> {
    if (options?.observe === 'events') {
      return this.http.post<TData>(
      `/api/setup`,
      setup,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'events',
      }
    );
    }

    if (options?.observe === 'response') {
      return this.http.post<TData>(
      `/api/setup`,
      setup,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'response',
      }
    );
    }

    return this.http.post<TData>(
      `/api/setup`,
      setup,{
        ...(options as Omit<NonNullable<typeof options>, 'observe'>),
        observe: 'body',
      }
    );
  }
};

export type SignInClientResult = NonNullable<SignedIn>
export type SignOutClientResult = NonNullable<Done>
export type GetSessionClientResult = NonNullable<CurrentSession>
export type ListSessionsClientResult = NonNullable<SessionDto[]>
export type RevokeSessionClientResult = NonNullable<Done>
export type RevokeOtherSessionsClientResult = NonNullable<Done>
export type RevokeSessionsClientResult = NonNullable<Done>
export type ChangePasswordClientResult = NonNullable<Done>
export type UpdateAccountClientResult = NonNullable<Done>
export type GetSetupClientResult = NonNullable<SetupState>
export type SetUpClientResult = NonNullable<SetupDone>
