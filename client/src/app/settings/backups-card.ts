import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { firstValueFrom } from 'rxjs';
import { listBackupsResource } from '../api/security/security.resource';
import { SecurityService } from '../api/security/security.service';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { BackupLine } from './backup-line';

const SHOWN = 8;

/** The databases' backups, and one now. */
@Component({
  selector: 'app-backups-card',
  imports: [BackupLine, MatButton, ProblemNotice],
  template: `
    <section class="card" aria-labelledby="backups-heading">
      <div class="card-head">
        <h2 id="backups-heading" i18n>Backups</h2>
        <button
          matButton="outlined"
          disabledInteractive
          [disabled]="submission.busy()"
          (click)="backUp()"
        >
          @if (submission.busy()) {
            <ng-container i18n>Backing up…</ng-container>
          } @else {
            <ng-container i18n>Back up now</ng-container>
          }
        </button>
      </div>
      @if (backups.error(); as error) {
        <app-problem-notice [error]="error" retriable (again)="backups.reload()" />
      }
      @if (list(); as list) {
        <ul role="list">
          @for (backup of list; track backup.name) {
            <li>
              <app-backup-line [backup]="backup" />
            </li>
          } @empty {
            <li class="soft" i18n>There is none yet. The first is made within a day.</li>
          }
        </ul>
        @if (more() > 0) {
          <p class="faint small more" i18n>
            and {more(), plural, =1 {one older} other {{{ more() }} older}}
          </p>
        }
      } @else if (backups.isLoading()) {
        <div class="card-body"><div class="skeleton" style="height: 34px"></div></div>
      }
    </section>
  `,
  styles: `
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      padding: 7px 10px 7px var(--edge);
    }
    li + li {
      border-top: 1px solid var(--line);
    }
    .more {
      padding: 0 var(--edge) 12px;
    }
  `,
})
export class BackupsCard {
  private readonly api = inject(SecurityService);
  private readonly notices = inject(Notices);

  protected readonly backups = listBackupsResource();
  protected readonly submission = new Submission((problem) => {
    this.notices.tellProblem(problem);
  });
  private readonly all = computed(() =>
    this.backups.hasValue() ? this.backups.value().backups : undefined,
  );
  protected readonly list = computed(() => this.all()?.slice(0, SHOWN));
  protected readonly more = computed(() => Math.max(0, (this.all()?.length ?? 0) - SHOWN));

  protected async backUp(): Promise<void> {
    await this.submission.run(async () => {
      const { name } = await firstValueFrom(this.api.createBackup());
      this.notices.tell($localize`${name}:name: is made.`);
    });
    this.backups.reload();
  }
}
