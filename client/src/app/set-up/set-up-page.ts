import { Component, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { ProblemNotice } from '../problems/problem-notice';
import { toProblemError, type ProblemError } from '../problems/problem-error';
import { SessionStore } from '../session/session-store';
import { Entrance } from '../ui/entrance';
import { PasswordInput } from '../ui/password-input';
import { PasswordChecklist } from './password-checklist';
import { isPasswordAllowed } from './password-rules';

/** Makes the first administrator. */
@Component({
  selector: 'app-set-up-page',
  imports: [
    Entrance,
    MatButton,
    PasswordChecklist,
    PasswordInput,
    ProblemNotice,
    ReactiveFormsModule,
  ],
  templateUrl: './set-up-page.html',
})
export class SetUpPage {
  private readonly session = inject(SessionStore);
  private readonly router = inject(Router);

  protected readonly form = inject(NonNullableFormBuilder).group(
    {
      name: ['', [Validators.required, Validators.maxLength(200)]],
      email: ['', [Validators.required, Validators.email, Validators.maxLength(254)]],
      password: ['', Validators.required],
    },
    {
      validators: ({ value }: { value: { email: string; password: string } }) =>
        isPasswordAllowed(value.password, value.email) ? null : { password: true },
    },
  );
  protected readonly typed = toSignal(this.form.valueChanges, { initialValue: this.form.value });
  protected readonly problem = signal<ProblemError | undefined>(undefined);
  protected readonly busy = signal(false);

  protected wrong(field: 'name' | 'email'): boolean {
    const control = this.form.controls[field];
    return control.touched && control.invalid;
  }

  protected async submit(): Promise<void> {
    this.form.markAllAsTouched();
    if (this.form.invalid || this.busy()) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.session.setUp(this.form.getRawValue());
      await this.router.navigateByUrl('/');
    } catch (error) {
      this.problem.set(toProblemError(error));
    } finally {
      this.busy.set(false);
    }
  }
}
