import { inject, Service } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { toProblemError } from './problem-error';

const SHORT_MS = 4_000;
const UNDO_MS = 8_000;
const PROBLEM_MS = 12_000;

/** Short messages at the foot of the page. */
@Service()
export class Notices {
  private readonly bar = inject(MatSnackBar);

  /** Says that something is done. */
  tell(message: string): void {
    this.bar.open(message, undefined, { duration: SHORT_MS });
  }

  /** Says that something is done, and lets it be undone for a while. */
  tellWithUndo(message: string, undo: () => void): void {
    const shown = this.bar.open(message, $localize`Undo`, { duration: UNDO_MS });
    shown.onAction().subscribe(undo);
  }

  /** Says what went wrong, with the request's id. */
  tellProblem(error: unknown): void {
    const { title, detail, requestId } = toProblemError(error);
    const id = requestId === '' ? '' : `\n${$localize`Request ${requestId}:id:`}`;
    this.bar.open(`${title}: ${detail}${id}`, $localize`Dismiss`, {
      duration: PROBLEM_MS,
      politeness: 'assertive',
      panelClass: 'problem',
    });
  }
}
