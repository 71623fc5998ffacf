import { Component, inject } from '@angular/core';
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';

/** A question for a name. */
export interface NameQuestion {
  readonly heading: string;
  readonly label: string;
  readonly name: string;
  readonly action: string;
  /** Done with the name; the dialog stays open and says why when it fails. */
  readonly save: (name: string) => Promise<void>;
}

/** Asks for a name: of a new folder, or a new one of a file. */
@Component({
  selector: 'app-name-dialog',
  imports: [MatButton, MatDialogModule, ProblemNotice, ReactiveFormsModule],
  template: `
    <form (submit)="submit($event)" novalidate>
      <h2 mat-dialog-title>{{ question.heading }}</h2>
      <mat-dialog-content class="fields">
        <div class="field">
          <label for="asked-name">{{ question.label }}</label>
          <input
            #field
            id="asked-name"
            class="input"
            autocomplete="off"
            maxlength="255"
            [formControl]="name"
            (focus)="selectStem(field)"
          />
        </div>
        @if (submission.problem(); as error) {
          <app-problem-notice inForm [error]="error" />
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton type="button" mat-dialog-close i18n>Cancel</button>
        <button
          matButton="filled"
          type="submit"
          disabledInteractive
          [disabled]="name.invalid || submission.busy()"
        >
          {{ question.action }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
})
export class NameDialog {
  private readonly dialog = inject(MatDialogRef);

  protected readonly question = inject<NameQuestion>(MAT_DIALOG_DATA);
  protected readonly name = new FormControl(this.question.name, {
    nonNullable: true,
    validators: [Validators.required, Validators.pattern(/\S/)],
  });
  protected readonly submission = new Submission();

  /** The ending of a file stays as it is, most of the time. */
  protected selectStem(field: HTMLInputElement): void {
    const dot = this.question.name.lastIndexOf('.');
    field.setSelectionRange(0, dot > 0 ? dot : this.question.name.length);
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.name.invalid) return;
    await this.submission.run(async () => {
      await this.question.save(this.name.value.trim());
      this.dialog.close();
    });
  }
}
