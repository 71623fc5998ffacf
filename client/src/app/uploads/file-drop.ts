import { Directive, inject, input, signal } from '@angular/core';
import { Notices } from '../problems/notices';
import { ProblemError } from '../problems/problem-error';
import { readDroppedFiles } from './dropped-files';
import { UploadQueue } from './upload-queue';

const MOST_NAMED = 3;

/** Files and folders that are dropped here are uploaded. */
@Directive({
  selector: '[appFileDrop]',
  exportAs: 'fileDrop',
  host: {
    '(dragenter)': 'enter($event)',
    '(dragover)': 'over($event)',
    '(dragleave)': 'leave($event)',
    '(drop)': 'drop($event)',
  },
})
export class FileDrop {
  /** The folder they go to; empty for the root. */
  readonly folder = input.required<string>({ alias: 'appFileDrop' });

  private readonly notices = inject(Notices);
  private readonly queue = inject(UploadQueue);
  /** Elements inside are entered before the ones around them are left. */
  private depth = 0;

  /** Whether files hang over it. */
  readonly isOver = signal(false);

  protected enter(event: DragEvent): void {
    if (!hasFiles(event)) return;
    this.depth += 1;
    this.isOver.set(true);
  }

  protected over(event: DragEvent): void {
    if (hasFiles(event)) event.preventDefault();
  }

  protected leave(event: DragEvent): void {
    if (!hasFiles(event)) return;
    this.depth = Math.max(0, this.depth - 1);
    this.isOver.set(this.depth > 0);
  }

  protected async drop(event: DragEvent): Promise<void> {
    this.depth = 0;
    this.isOver.set(false);
    if (!hasFiles(event) || event.dataTransfer === null) return;
    event.preventDefault();
    const { files, unreadable } = await readDroppedFiles(event.dataTransfer, this.folder());
    this.queue.add(files);
    if (unreadable.length > 0) this.notices.tellProblem(notAllRead(unreadable));
  }
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

function notAllRead(paths: readonly string[]): ProblemError {
  const names = paths.slice(0, MOST_NAMED).join(', ') + (paths.length > MOST_NAMED ? ', …' : '');
  const detail = $localize`${paths.length}:count: could not be read: ${names}:names:. Everything else is uploaded.`;
  return new ProblemError($localize`Not uploaded`, detail, 0, 'unreadable', '');
}
