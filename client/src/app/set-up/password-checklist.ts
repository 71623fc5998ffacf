import { Component, computed, input } from '@angular/core';
import { Checklist } from '../ui/checklist';
import { PASSWORD_RULES } from './password-rules';

/** The rules for passwords, ticked off while one types. */
@Component({
  selector: 'app-password-checklist',
  imports: [Checklist],
  template: `<app-checklist [rules]="rules()" />`,
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
