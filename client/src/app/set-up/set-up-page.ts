import { Component, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
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
  protected readonly submission = new Submission();

  protected wrong(field: 'name' | 'email'): boolean {
    const control = this.form.controls[field];
    return control.touched && control.invalid;
  }

  protected async submit(): Promise<void> {
    this.form.markAllAsTouched();
    if (this.form.invalid) return;
    await this.submission.run(async () => {
      await this.session.setUp(this.form.getRawValue());
      await this.router.navigateByUrl('/');
    });
  }
}
