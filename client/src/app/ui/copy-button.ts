import { Component, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from './icon';
import { writeToClipboard } from './clipboard';

const SHOWN_MS = 1_600;

/** Copies a text and says so. */
@Component({
  selector: 'app-copy-button',
  imports: [Icon, MatIconButton, MatTooltip],
  template: `
    <button
      matIconButton
      type="button"
      [attr.aria-label]="label()"
      [matTooltip]="label()"
      (click)="copy()"
    >
      <app-icon [name]="copied() ? 'check' : 'copy'" />
    </button>
    <span class="visually-hidden" role="status">
      @if (copied()) {
        <ng-container i18n>Copied</ng-container>
      }
    </span>
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input($localize`Copy`);

  protected readonly copied = signal(false);

  protected async copy(): Promise<void> {
    await writeToClipboard(this.text());
    this.copied.set(true);
    setTimeout(() => this.copied.set(false), SHOWN_MS);
  }
}
