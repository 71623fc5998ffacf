import { Component, computed, inject, input } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { returnAddress } from '../session/return-address';
import { SessionStore } from '../session/session-store';
import { Entrance } from '../ui/entrance';
import { PasswordInput } from '../ui/password-input';

/** Opens a session, then goes back to where one was. */
@Component({
  selector: 'app-sign-in-page',
  imports: [Entrance, MatButton, PasswordInput, ProblemNotice, ReactiveFormsModule],
  templateUrl: './sign-in-page.html',
})
export class SignInPage {
  /** The page that wanted a session, from the address. */
  readonly returnTo = input<string>();
  /** Set when a session has just ended, from the address. */
  readonly ended = input<string>();

  private readonly session = inject(SessionStore);
  private readonly router = inject(Router);

  protected readonly form = inject(NonNullableFormBuilder).group({
    email: ['', [Validators.required, Validators.email]],
    password: ['', Validators.required],
    rememberMe: true,
  });
  protected readonly submission = new Submission();
  protected readonly line = computed(() =>
    this.ended() === undefined
      ? $localize`Use the administrator’s e-mail address and password.`
      : $localize`Your session has ended. Sign in to go on where you were.`,
  );

  protected wrong(field: 'email' | 'password'): boolean {
    const control = this.form.controls[field];
    return control.touched && control.invalid;
  }

  protected async submit(): Promise<void> {
    this.form.markAllAsTouched();
    if (this.form.invalid) return;
    await this.submission.run(async () => {
      await this.session.signIn(this.form.getRawValue());
      await this.router.navigateByUrl(returnAddress(this.returnTo()));
    });
    if (this.submission.problem() !== undefined) this.form.controls.password.reset();
  }
}
