import { Component, inject, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import {
  FormGroupDirective,
  NonNullableFormBuilder,
  ReactiveFormsModule,
  Validators,
} from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { firstValueFrom } from 'rxjs';
import { SessionsService } from '../api/sessions/sessions.service';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { SessionStore } from '../session/session-store';
import { PasswordChecklist } from '../set-up/password-checklist';
import { isPasswordAllowed } from '../set-up/password-rules';
import { PasswordInput } from '../ui/password-input';

/** Changes the password. */
@Component({
  selector: 'app-password-card',
  imports: [MatButton, PasswordChecklist, PasswordInput, ProblemNotice, ReactiveFormsModule],
  template: `
    <section class="card" aria-labelledby="password-heading">
      <div class="card-head"><h2 id="password-heading" i18n>Password</h2></div>
      <form class="card-body fields" [formGroup]="form" (ngSubmit)="save()" novalidate>
        <input
          class="visually-hidden"
          type="text"
          autocomplete="username"
          tabindex="-1"
          aria-hidden="true"
          [value]="session.user()?.email"
          readonly
        />
        <div class="field">
          <label for="current-password" i18n>Current password</label>
          <app-password-input
            inputId="current-password"
            formControlName="currentPassword"
            autocomplete="current-password"
          />
        </div>
        <div class="field">
          <label for="new-password" i18n>New password</label>
          <app-password-input
            inputId="new-password"
            formControlName="newPassword"
            autocomplete="new-password"
            describedBy="new-password-rules"
          />
          @if (form.dirty) {
            <app-password-checklist
              id="new-password-rules"
              [password]="typed().newPassword ?? ''"
              [email]="session.user()?.email ?? ''"
            />
          }
        </div>
        <label class="row">
          <input type="checkbox" formControlName="revokeOtherSessions" />
          <span i18n>Sign out everywhere else</span>
        </label>
        @if (submission.problem(); as error) {
          <app-problem-notice inForm [error]="error" />
        }
        <div class="row">
          <button
            matButton="outlined"
            type="submit"
            disabledInteractive
            [disabled]="form.invalid || submission.busy()"
            i18n
          >
            Change the password
          </button>
        </div>
      </form>
    </section>
  `,
})
export class PasswordCard {
  private readonly api = inject(SessionsService);
  private readonly notices = inject(Notices);
  private readonly directive = viewChild.required(FormGroupDirective);

  protected readonly session = inject(SessionStore);
  protected readonly submission = new Submission();
  protected readonly form = inject(NonNullableFormBuilder).group({
    currentPassword: ['', Validators.required],
    newPassword: [
      '',
      ({ value }: { value: string }) =>
        isPasswordAllowed(value, this.session.user()?.email ?? '') ? null : { rules: true },
    ],
    revokeOtherSessions: true,
  });
  protected readonly typed = toSignal(this.form.valueChanges, { initialValue: this.form.value });

  protected async save(): Promise<void> {
    if (this.form.invalid) return;
    await this.submission.run(async () => {
      await firstValueFrom(this.api.changePassword(this.form.getRawValue()));
      this.directive().resetForm();
      this.notices.tell($localize`The password is changed.`);
    });
  }
}
