import { Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import type { NamedTransformationDto } from '../api/model/namedTransformationDto';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { Checklist } from '../ui/checklist';
import { checkName } from './transformation-names';

/** What is to get a name. */
export interface SaveQuestion {
  readonly transformation: string;
  /** What the field starts with. */
  readonly name: string;
  /** Who has a name already. */
  readonly find: (name: string) => NamedTransformationDto | undefined;
  /** Done with the name; the dialog stays open and says why when it fails. */
  readonly save: (name: string) => Promise<void>;
}

/** Asks for the name of a transformation, and says when another one would lose it. */
@Component({
  selector: 'app-save-name-dialog',
  imports: [Checklist, MatButton, MatDialogModule, ProblemNotice, ReactiveFormsModule],
  template: `
    <form (submit)="submit($event)" novalidate>
      <h2 mat-dialog-title i18n>Save as a named transformation</h2>
      <mat-dialog-content class="fields">
        <p>
          <code>{{ question.transformation }}</code>
        </p>
        <div class="field">
          <label for="transformation-name" i18n>Name</label>
          <input
            id="transformation-name"
            class="input mono"
            autocomplete="off"
            autocapitalize="off"
            i18n-autocapitalize
            spellcheck="false"
            aria-describedby="transformation-name-rules"
            [formControl]="name"
          />
          <app-checklist id="transformation-name-rules" [rules]="rules()" />
        </div>
        <div aria-live="polite">
          @if (isAllowed()) {
            @if (replaced(); as other) {
              <p class="replaced" i18n>
                “{{ other.name }}” exists and stands for <code>{{ other.transformation }}</code>. It
                would be replaced, in every URL that says it.
              </p>
            } @else {
              <p class="small" i18n>
                URLs will call it <code>t_{{ trimmed() }}</code
                >.
              </p>
            }
          }
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
          [disabled]="!isAllowed() || submission.busy()"
        >
          @if (isAllowed() && replaced()) {
            <ng-container i18n>Replace</ng-container>
          } @else {
            <ng-container i18n>Save</ng-container>
          }
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    :host {
      --checklist-columns: 1;
    }
    code {
      color: var(--ink);
      overflow-wrap: anywhere;
    }
    .replaced {
      padding: 10px 12px;
      border-radius: var(--radius-small);
      background: var(--warn-soft);
      color: var(--on-warn-soft);
      font-size: 13px;

      code {
        color: inherit;
      }
    }
  `,
})
export class SaveNameDialog {
  private readonly dialog = inject(MatDialogRef);

  protected readonly question = inject<SaveQuestion>(MAT_DIALOG_DATA);
  protected readonly name = new FormControl(this.question.name, { nonNullable: true });
  private readonly typed = toSignal(this.name.valueChanges, { initialValue: this.question.name });
  protected readonly trimmed = computed(() => this.typed().trim());
  protected readonly rules = computed(() => checkName(this.trimmed()));
  protected readonly isAllowed = computed(() => this.rules().every(({ kept }) => kept));
  protected readonly replaced = computed(() => this.question.find(this.trimmed()));
  protected readonly submission = new Submission();

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.isAllowed()) return;
    await this.submission.run(async () => {
      await this.question.save(this.trimmed());
      this.dialog.close();
    });
  }
}
