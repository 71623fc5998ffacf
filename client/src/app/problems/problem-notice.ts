import {
  afterNextRender,
  booleanAttribute,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../ui/icon';
import { toProblemError } from './problem-error';

/** Says what went wrong: title, detail, each violation and the request's id. */
@Component({
  selector: 'app-problem-notice',
  imports: [Icon, MatButton],
  host: { role: 'alert' },
  template: `
    <app-icon name="alert" [size]="18" />
    <div class="grow">
      <p class="title">{{ problem().title }}</p>
      @if (violations().length > 1) {
        <ul>
          @for (violation of violations(); track $index) {
            <li>{{ violation.message }}</li>
          }
        </ul>
      } @else {
        <p>{{ problem().detail }}</p>
        @if (reason(); as reason) {
          <p>{{ reason }}</p>
        }
      }
      @if (problem().requestId) {
        <p class="id" i18n>
          Request <code>{{ problem().requestId }}</code>
        </p>
      }
    </div>
    @if (retriable()) {
      <button matButton type="button" (click)="again.emit()" i18n>Try again</button>
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: 10px;
      padding: 12px 14px;
      border-radius: var(--radius);
      background: var(--danger-soft);
      color: var(--on-danger-soft);
      font-size: 13.5px;
      overflow-wrap: anywhere;
    }
    app-icon {
      margin-top: 1px;
    }
    .title {
      font-weight: 600;
    }
    ul {
      margin: 2px 0 0;
      padding-left: 18px;
    }
    .id {
      margin-top: 4px;
      font-size: 12px;
    }
    button {
      --mat-button-text-label-text-color: currentcolor;
      align-self: center;
      flex: none;
    }
  `,
})
export class ProblemNotice {
  readonly error = input.required<unknown>();
  /** Whether a button to try again is shown. */
  readonly retriable = input(false, { transform: booleanAttribute });
  /** Whether it answers a form's button, and so is brought into sight: that may lie below what the screen shows. */
  readonly inForm = input(false, { transform: booleanAttribute });
  readonly again = output();

  protected readonly problem = computed(() => toProblemError(this.error()));
  protected readonly violations = computed(() => this.problem().violations);
  /** What the only violation adds to the detail. */
  protected readonly reason = computed(() => {
    const message = this.violations()[0]?.message ?? '';
    return this.problem().detail.includes(message) ? '' : message;
  });

  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterNextRender(() => {
      if (this.inForm()) nativeElement.scrollIntoView({ block: 'nearest' });
    });
  }
}
