import { Component, computed, input } from '@angular/core';
import { Icon } from '../ui/icon';
import { PASSWORD_RULES } from './password-rules';

/** The rules for passwords, ticked off while one types. */
@Component({
  selector: 'app-password-checklist',
  imports: [Icon],
  template: `
    <ul role="list">
      @for (rule of rules(); track rule.label) {
        <li [class.kept]="rule.kept">
          <app-icon [name]="rule.kept ? 'check' : 'dot'" [size]="14" />
          {{ rule.label }}
          <span class="visually-hidden">
            @if (rule.kept) {
              <ng-container i18n>: yes</ng-container>
            } @else {
              <ng-container i18n>: not yet</ng-container>
            }
          </span>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 3px 12px;
    }
    li {
      display: flex;
      align-items: center;
      gap: 6px;
      color: var(--ink-faint);
      font-size: 12.5px;
      transition: color var(--quick);
    }
    .kept {
      color: var(--ok);
    }
  `,
})
export class PasswordChecklist {
  readonly password = input.required<string>();
  readonly email = input('');

  protected readonly rules = computed(() =>
    PASSWORD_RULES.map(({ label, holds }) => ({
      label,
      kept: holds(this.password(), this.email()),
    })),
  );
}
