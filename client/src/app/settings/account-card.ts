import { Component, inject } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Notices } from '../problems/notices';
import { Submission } from '../problems/submission';
import { SessionStore } from '../session/session-store';

/** The account's name and address. */
@Component({
  selector: 'app-account-card',
  imports: [MatButton, ReactiveFormsModule],
  template: `
    <section class="card" aria-labelledby="account-heading">
      <div class="card-head"><h2 id="account-heading" i18n>Account</h2></div>
      <form class="card-body fields" [formGroup]="form" (ngSubmit)="save()" novalidate>
        <div class="field">
          <label for="account-name" i18n>Name</label>
          <input
            id="account-name"
            class="input"
            formControlName="name"
            autocomplete="name"
            aria-describedby="account-name-wrong"
            [attr.aria-invalid]="form.invalid || null"
          />
          <span class="wrong" id="account-name-wrong" [hidden]="form.valid" i18n>
            Enter a name of 1 to 200 characters.
          </span>
        </div>
        <div class="field">
          <span class="label" i18n>E-mail</span>
          <bdi>{{ session.user()?.email }}</bdi>
        </div>
        <div class="row">
          <button
            matButton="outlined"
            type="submit"
            disabledInteractive
            [disabled]="form.pristine || submission.busy()"
            i18n
          >
            Save
          </button>
        </div>
      </form>
    </section>
  `,
})
export class AccountCard {
  private readonly notices = inject(Notices);

  protected readonly session = inject(SessionStore);
  protected readonly submission = new Submission((problem) => {
    this.notices.tellProblem(problem);
  });
  protected readonly form = inject(NonNullableFormBuilder).group({
    name: [
      this.session.user()?.name ?? '',
      [Validators.required, Validators.maxLength(200), Validators.pattern(/\S/)],
    ],
  });

  protected async save(): Promise<void> {
    if (this.form.invalid || this.form.pristine) return;
    await this.submission.run(async () => {
      await this.session.rename(this.form.controls.name.value.trim());
      this.form.markAsPristine();
      this.notices.tell($localize`Your name is changed.`);
    });
  }
}
