import { Component, inject, type Signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import type { NewApiKey } from '../api/model/newApiKey';
import type { ProblemError } from '../problems/problem-error';
import { ProblemNotice } from '../problems/problem-notice';
import { CopyButton } from '../ui/copy-button';

/** A new key, and why the one it succeeds could not be disabled. */
export interface NewKeyData {
  readonly key: NewApiKey;
  readonly trouble?: Signal<ProblemError | undefined>;
}

/** Shows a new key, once. */
@Component({
  selector: 'app-new-key-dialog',
  imports: [CopyButton, MatButton, MatDialogModule, ProblemNotice],
  template: `
    <h2 mat-dialog-title i18n>Your key “{{ key.name }}”</h2>
    <mat-dialog-content>
      <p i18n>Copy it now and keep it safe. It is not shown again.</p>
      <div class="key">
        <code>{{ key.key }}</code>
        <app-copy-button [text]="key.key" label="Copy the key" i18n-label />
      </div>
      <p class="small" i18n>Send it with each request:</p>
      <pre>{{ example }}</pre>
      @if (trouble?.(); as problem) {
        <p class="trouble" role="alert" i18n>
          The old key could not be disabled and still works. Disable it in the list.
        </p>
        <app-problem-notice inForm [error]="problem" />
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="filled" mat-dialog-close i18n>I have copied it</button>
    </mat-dialog-actions>
  `,
  styles: `
    .key {
      display: flex;
      align-items: center;
      gap: 8px;
      margin: 12px 0 16px;
      padding: 8px 8px 8px 14px;
      border: 1px solid var(--accent);
      border-radius: var(--radius-small);
      background: var(--accent-soft);
      color: var(--on-accent-soft);
    }
    code {
      flex: 1;
      overflow-wrap: anywhere;
    }
    .trouble {
      margin: 16px 0 8px;
    }
    pre {
      margin: 6px 0 0;
      padding: 10px 12px;
      border-radius: var(--radius-small);
      background: var(--sunken);
      color: var(--ink);
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
  `,
})
export class NewKeyDialog {
  private readonly data = inject<NewKeyData>(MAT_DIALOG_DATA);
  protected readonly key = this.data.key;
  protected readonly trouble = this.data.trouble;
  protected readonly example = `curl -H "Authorization: Bearer ${this.key.key}" ${location.origin}/storage`;
}
