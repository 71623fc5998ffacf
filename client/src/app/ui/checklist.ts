import { Component, input } from '@angular/core';
import { Icon } from './icon';

/** A rule, and whether what is typed keeps it. */
export interface CheckedRule {
  readonly label: string;
  readonly kept: boolean;
}

/** Rules for what is typed, ticked off while one types. */
@Component({
  selector: 'app-checklist',
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
      grid-template-columns: repeat(var(--checklist-columns, 2), 1fr);
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
export class Checklist {
  readonly rules = input.required<readonly CheckedRule[]>();
}
