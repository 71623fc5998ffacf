import { Component, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { firstValueFrom } from 'rxjs';
import type { BackupCheck } from '../api/model/backupCheck';
import type { BackupDto } from '../api/model/backupDto';
import { SecurityService } from '../api/security/security.service';
import { Notices } from '../problems/notices';
import { Submission } from '../problems/submission';
import { FileSizePipe } from '../ui/file-size';
import { Icon } from '../ui/icon';
import { saveUrl } from '../ui/save-file';
import { TimeAgo } from '../ui/time-ago';

/** One backup: whether it could be restored, and the way to keep it elsewhere. */
@Component({
  selector: 'app-backup-line',
  imports: [FileSizePipe, Icon, MatIconButton, MatTooltip, TimeAgo],
  template: `
    @let file = backup();
    <div class="grow">
      <p class="mono">{{ file.name }}</p>
      <div class="facts">
        <p class="faint small number">
          <app-time-ago [time]="file.createdAt" /> · {{ file.size | fileSize }}
        </p>
        <span role="status">
          @if (submission.busy()) {
            <span class="badge" i18n>checking…</span>
          } @else if (check(); as found) {
            @if (found.warning; as warning) {
              <span class="badge warn" [matTooltip]="warning" i18n>accounts alone</span>
            } @else if (found.sound) {
              <span class="badge ok" i18n>sound</span>
            } @else {
              <span class="badge danger" [matTooltip]="found.reason ?? ''" i18n>damaged</span>
            }
          }
        </span>
      </div>
    </div>
    <button
      matIconButton
      matTooltip="Check that it could be restored"
      i18n-matTooltip
      disabledInteractive
      [disabled]="submission.busy()"
      (click)="verify()"
    >
      <app-icon name="shield" />
      <span class="visually-hidden" i18n>Check {{ file.name }}</span>
    </button>
    <button matIconButton matTooltip="Download" i18n-matTooltip (click)="download()">
      <app-icon name="download" />
      <span class="visually-hidden" i18n>Download {{ file.name }}</span>
    </button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 4px;
      min-width: 0;
    }
    /* The names of backups differ at their ends: on a phone, too, they are shown whole. */
    .mono {
      overflow-wrap: anywhere;
    }
    .facts {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 8px;
      min-height: 22px;
    }
  `,
})
export class BackupLine {
  readonly backup = input.required<BackupDto>();

  private readonly api = inject(SecurityService);
  private readonly notices = inject(Notices);

  protected readonly submission = new Submission((problem) => {
    this.notices.tellProblem(problem);
  });
  protected readonly check = signal<BackupCheck | undefined>(undefined);

  protected async verify(): Promise<void> {
    const { name } = this.backup();
    await this.submission.run(async () => {
      const found = await firstValueFrom(this.api.verifyBackup(name));
      this.check.set(found);
      this.notices.tell(
        found.warning !== undefined
          ? $localize`${name}:name: is sound, but ${found.warning}:warning:.`
          : found.sound
            ? $localize`${name}:name: is whole and could be restored.`
            : $localize`${name}:name: could not be restored: ${found.reason ?? ''}:reason:.`,
      );
    });
  }

  protected download(): void {
    saveUrl(`/backups/${encodeURIComponent(this.backup().name)}/download`);
  }
}
