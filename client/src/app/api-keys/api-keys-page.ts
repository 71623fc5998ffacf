import { Component, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatMenuModule } from '@angular/material/menu';
import type { ApiKeyDto } from '../api/model/apiKeyDto';
import type { NewApiKey } from '../api/model/newApiKey';
import { Notices } from '../problems/notices';
import { toProblemError, type ProblemError } from '../problems/problem-error';
import { ProblemNotice } from '../problems/problem-notice';
import { Clock } from '../ui/clock';
import { Confirm } from '../ui/confirm';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { PageHeader } from '../ui/page-header';
import { TimeAgo } from '../ui/time-ago';
import { ApiKeysStore } from './api-keys-store';
import { KeyDialog, type KeyDialogData } from './key-dialog';
import { keyExpiry } from './key-expiry';
import { NewKeyDialog, type NewKeyData } from './new-key-dialog';

/** Makes, lists and manages API keys. */
@Component({
  selector: 'app-api-keys-page',
  imports: [
    EmptyState,
    Icon,
    MatButton,
    MatIconButton,
    MatMenuModule,
    PageHeader,
    ProblemNotice,
    TimeAgo,
  ],
  providers: [ApiKeysStore],
  templateUrl: './api-keys-page.html',
  styleUrl: './api-keys-page.scss',
})
export class ApiKeysPage {
  private readonly dialogs = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);
  private readonly clock = inject(Clock);

  protected readonly store = inject(ApiKeysStore);
  protected readonly skeletons = [1, 2, 3];

  protected expiry(key: ApiKeyDto) {
    return keyExpiry(key.expiresAt, this.clock.now());
  }

  protected create(): void {
    this.openDialog({ save: async (wanted) => this.show(await this.store.create(wanted)) });
  }

  protected edit(key: ApiKeyDto): void {
    this.openDialog({
      key,
      save: ({ name, scopes, rateLimit }) =>
        this.store.update(key.id, {
          name,
          rateLimit: rateLimit ?? null,
          ...(scopes !== undefined && { scopes }),
        }),
    });
  }

  protected async toggle(key: ApiKeyDto): Promise<void> {
    await this.attempt(async () => {
      await this.store.update(key.id, { enabled: !key.enabled });
      this.notices.tell(
        key.enabled
          ? $localize`“${key.name}:name:” is disabled. Requests with it are refused from now on.`
          : $localize`“${key.name}:name:” is enabled.`,
      );
    });
  }

  protected async rotate(key: ApiKeyDto): Promise<void> {
    const agreed = await this.confirm.ask({
      heading: $localize`Rotate “${key.name}:name:”?`,
      text: $localize`A new key with the same rights is made, and this one is disabled at once. You can enable it again while you change over.`,
      action: $localize`Rotate`,
    });
    if (!agreed) return;
    await this.attempt(async () => {
      // The secret is told once: nothing that fails later may keep it from being seen.
      const trouble = signal<ProblemError | undefined>(undefined);
      this.show(await this.store.succeed(key), trouble);
      try {
        await this.store.update(key.id, { enabled: false });
      } catch (error) {
        trouble.set(toProblemError(error));
      }
    });
  }

  protected async delete(key: ApiKeyDto): Promise<void> {
    const agreed = await this.confirm.ask({
      heading: $localize`Delete “${key.name}:name:”?`,
      text: $localize`Whatever uses ${key.start ?? key.name}:start:… is refused from the next request on. This can’t be undone.`,
      action: $localize`Delete the key`,
    });
    if (!agreed) return;
    await this.attempt(async () => {
      await this.store.delete(key.id);
      this.notices.tell($localize`“${key.name}:name:” is deleted.`);
    });
  }

  private openDialog(data: KeyDialogData): void {
    this.dialogs.open(KeyDialog, { data, width: '480px' });
  }

  private show(key: NewApiKey, trouble?: NewKeyData['trouble']): void {
    const data: NewKeyData = trouble === undefined ? { key } : { key, trouble };
    this.dialogs.open(NewKeyDialog, { data, width: '560px', disableClose: true });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      // What the server refused is told; the list shows what it holds.
      this.notices.tellProblem(error);
    }
  }
}
