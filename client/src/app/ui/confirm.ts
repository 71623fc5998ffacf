import { inject, Service } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';

/** A question before something that can't be undone. */
export interface Question {
  readonly heading: string;
  readonly text: string;
  /** What goes, by name. */
  readonly names?: readonly string[];
  /** The button's words, such as “Delete 3 files”. */
  readonly action: string;
}

/** Asks before something is done for good. */
@Service()
export class Confirm {
  private readonly dialogs = inject(MatDialog);

  /** Whether the person agreed. */
  async ask(question: Question): Promise<boolean> {
    const { ConfirmDialog } = await import('./confirm-dialog');
    const opened = this.dialogs.open<unknown, Question, boolean>(ConfirmDialog, {
      data: question,
      width: '440px',
      role: 'alertdialog',
    });
    return (await firstValueFrom(opened.afterClosed())) ?? false;
  }
}
