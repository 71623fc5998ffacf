import { ScrollingModule } from '@angular/cdk/scrolling';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { FileSizePipe } from '../ui/file-size';
import { Icon } from '../ui/icon';
import type { Upload } from './upload';
import { UploadQueue } from './upload-queue';

const LINE = 62;
const SHOWN_LINES = 5;

/** The uploads at the foot of every page. */
@Component({
  selector: 'app-upload-dock',
  imports: [FileSizePipe, Icon, MatButton, MatIconButton, ScrollingModule],
  templateUrl: './upload-dock.html',
  styleUrl: './upload-dock.scss',
})
export class UploadDock {
  protected readonly queue = inject(UploadQueue);
  protected readonly collapsed = signal(false);
  protected readonly line = LINE;
  protected readonly height = computed(
    () => Math.min(SHOWN_LINES, this.queue.uploads().length) * LINE,
  );

  /** Why it was refused; its name is said above. */
  protected reason({ problem, file }: Upload): string {
    const detail = problem()?.detail ?? '';
    return detail.startsWith(`${file.name}: `) ? detail.slice(file.name.length + 2) : detail;
  }

  /** The same with its title and the request's id, for the log. */
  protected whole({ problem }: Upload): string {
    const refused = problem();
    if (refused === undefined) return '';
    const { title, detail, requestId } = refused;
    return requestId === ''
      ? `${title}: ${detail}`
      : $localize`${title}:title:: ${detail}:detail: (request ${requestId}:id:)`;
  }

  protected key = (_index: number, upload: Upload): string => upload.key;
}
