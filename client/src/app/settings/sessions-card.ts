import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { firstValueFrom } from 'rxjs';
import type { SessionDto } from '../api/model/sessionDto';
import { listSessionsResource } from '../api/sessions/sessions.resource';
import { SessionsService } from '../api/sessions/sessions.service';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { TimeAgo } from '../ui/time-ago';
import { describeBrowser } from './browser-name';

/** The account's sessions, each with a way to end it. */
@Component({
  selector: 'app-sessions-card',
  imports: [MatButton, ProblemNotice, TimeAgo],
  template: `
    <section class="card" aria-labelledby="sessions-heading">
      <div class="card-head">
        <h2 id="sessions-heading" i18n>Sessions</h2>
        @if (others() > 0) {
          <button matButton (click)="endOthers()" i18n>End the others</button>
        }
      </div>
      @if (sessions.error(); as error) {
        <app-problem-notice [error]="error" retriable (again)="sessions.reload()" />
      }
      <ul role="list">
        @for (session of list(); track session.id) {
          <li>
            <div class="grow">
              <p>
                {{ browser(session) }}
                @if (session.current) {
                  <span class="badge accent" i18n>this one</span>
                }
              </p>
              <p class="faint small">
                <ng-container i18n
                  >Signed in <app-time-ago [time]="session.createdAt"
                /></ng-container>
                @if (session.ipAddress) {
                  · <span class="mono">{{ session.ipAddress }}</span>
                }
              </p>
            </div>
            @if (!session.current) {
              <button matButton class="danger" (click)="end(session)">
                <ng-container i18n>End</ng-container>
                <span class="visually-hidden" i18n>the session of {{ browser(session) }}</span>
              </button>
            }
          </li>
        } @empty {
          @if (sessions.isLoading()) {
            <li><div class="skeleton grow" style="height: 34px"></div></li>
          }
        }
      </ul>
    </section>
  `,
  styles: `
    li {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 10px var(--edge);
    }
    li + li {
      border-top: 1px solid var(--line);
    }
  `,
})
export class SessionsCard {
  private readonly api = inject(SessionsService);
  private readonly notices = inject(Notices);

  protected readonly sessions = listSessionsResource();
  protected readonly list = computed(() => (this.sessions.hasValue() ? this.sessions.value() : []));
  protected readonly others = computed(() => this.list().filter(({ current }) => !current).length);

  protected browser(session: SessionDto): string {
    return describeBrowser(session.userAgent ?? '');
  }

  protected async end({ id }: SessionDto): Promise<void> {
    await this.attempt(() => firstValueFrom(this.api.revokeSession({ id })));
  }

  protected async endOthers(): Promise<void> {
    await this.attempt(() => firstValueFrom(this.api.revokeOtherSessions()));
  }

  private async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
      this.notices.tell($localize`Ended.`);
    } catch (error) {
      // The list shows what is left.
      this.notices.tellProblem(error);
    }
    this.sessions.reload();
  }
}
