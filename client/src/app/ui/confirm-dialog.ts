import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import type { Question } from './confirm';

const SHOWN_NAMES = 6;

/** Names what goes, and asks. */
@Component({
  selector: 'app-confirm-dialog',
  imports: [MatButton, MatDialogModule],
  template: `
    <h2 mat-dialog-title>{{ question.heading }}</h2>
    <mat-dialog-content>
      <p>{{ question.text }}</p>
      @if (names.length > 0) {
        <ul role="list">
          @for (name of names; track $index) {
            <li class="clip">
              <bdi>{{ name }}</bdi>
            </li>
          }
          @if (more > 0) {
            <li class="faint" i18n>and {more, plural, =1 {one more} other {{{ more }} more}}</li>
          }
        </ul>
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false" i18n>Cancel</button>
      <button class="danger" matButton="filled" [mat-dialog-close]="true">
        {{ question.action }}
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    ul {
      display: grid;
      gap: 2px;
      margin-top: 10px;
      padding: 8px 12px;
      border-radius: var(--radius-small);
      background: var(--sunken);
      color: var(--ink);
      font-size: 13px;
    }
  `,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly names = (this.question.names ?? []).slice(0, SHOWN_NAMES);
  protected readonly more = (this.question.names?.length ?? 0) - this.names.length;
}
