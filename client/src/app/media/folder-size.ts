import { Component, computed, inject, input } from '@angular/core';
import { formatBytes } from '../ui/file-size';
import { FolderSummaries } from './folder-summaries';

/** How much lies in a folder, in a few words. */
@Component({
  selector: 'app-folder-size',
  template: `
    @if (summary(); as found) {
      <span i18n>
        {found.fileCount, plural, =0 {No files} =1 {1 file} other {{{ found.fileCount }} files}}
      </span>
      @if (found.fileCount > 0) {
        <span>{{ size() }}</span>
      }
    } @else {
      <span i18n>Folder</span>
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: 8px;
    }
  `,
})
export class FolderSize {
  readonly path = input.required<string>();

  private readonly summaries = inject(FolderSummaries);
  protected readonly summary = computed(() => this.summaries.of(this.path())());
  protected readonly size = computed(() => formatBytes(this.summary()?.size ?? 0));
}
