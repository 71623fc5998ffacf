import { Location } from '@angular/common';
import { computed, inject, Service, signal } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import type { AccountDto } from '../api/model/accountDto';
import type { Setup } from '../api/model/setup';
import type { SignIn } from '../api/model/signIn';
import { SessionsService } from '../api/sessions/sessions.service';

/** How long another navigation may take to turn up after one to the sign-in page, ms; and how often that is looked at. */
const SETTLED_MS = 100;
const MOST_ATTEMPTS = 10;

type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'not-set-up' }
  | { readonly state: 'signed-out' }
  | { readonly state: 'signed-in'; readonly user: AccountDto };

/** Who is signed in, and the ways in and out. Tabs of one browser tell each other when it ends. */
@Service()
export class SessionStore {
  private readonly sessions = inject(SessionsService);
  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly tabs = new BroadcastChannel('openinary-session');
  private readonly session = signal<Session>({ state: 'unknown' });

  readonly state = computed(() => this.session().state);
  readonly user = computed(() => {
    const session = this.session();
    return session.state === 'signed-in' ? session.user : undefined;
  });

  constructor() {
    this.tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === 'ended' && this.state() === 'signed-in') this.leave();
      if (data === 'began' && this.state() === 'signed-out') location.reload();
    };
  }

  /** Asks the server once, at the first call. @throws {ProblemError} when it does not answer. */
  async known(): Promise<Session['state']> {
    if (this.state() === 'unknown') await this.refresh();
    return this.state();
  }

  /** Makes the first administrator and signs them in. */
  async setUp(setup: Setup): Promise<void> {
    await firstValueFrom(this.sessions.setUp(setup));
    this.session.set({ state: 'signed-out' });
    await this.signIn({ email: setup.email, password: setup.password });
  }

  /** Opens a session. */
  async signIn(credentials: SignIn): Promise<void> {
    const { user } = await firstValueFrom(this.sessions.signIn(credentials));
    this.session.set({ state: 'signed-in', user });
    this.tabs.postMessage('began');
  }

  /** Ends the session here and in every tab. */
  async signOut(): Promise<void> {
    await firstValueFrom(this.sessions.signOut());
    this.tabs.postMessage('ended');
    this.session.set({ state: 'signed-out' });
    await this.router.navigateByUrl('/login');
  }

  /** The server says that there is no session any more. */
  end(): void {
    if (this.state() === 'signed-in') this.leave();
  }

  /** Asks the server whether there still is a session, and ends it here if not. */
  async endIfOver(): Promise<void> {
    try {
      const { user } = await firstValueFrom(this.sessions.getSession());
      if (user === null) this.end();
    } catch {
      // Without an answer nothing is known; what is asked for next will tell.
    }
  }

  /** Shows the account's new name. */
  async rename(name: string): Promise<void> {
    await firstValueFrom(this.sessions.updateAccount({ name }));
    const user = this.user();
    if (user !== undefined) this.session.set({ state: 'signed-in', user: { ...user, name } });
  }

  private async refresh(): Promise<void> {
    const { user } = await firstValueFrom(this.sessions.getSession());
    if (user !== null) {
      this.session.set({ state: 'signed-in', user });
      return;
    }
    const { setupComplete } = await firstValueFrom(this.sessions.getSetup());
    this.session.set({ state: setupComplete ? 'signed-out' : 'not-set-up' });
  }

  private leave(): void {
    this.session.set({ state: 'signed-out' });
    // The router does not know of addresses that a page has written itself.
    const returnTo = this.location.path();
    void this.goToSignIn(returnTo);
  }

  /** A navigation that was under way may end after this one and undo it: then once more. */
  private async goToSignIn(returnTo: string): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      await this.router.navigate(['/login'], { queryParams: { returnTo, ended: true } });
      await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
      if (this.state() !== 'signed-out' || this.router.url.includes('ended=true')) return;
    }
  }
}
