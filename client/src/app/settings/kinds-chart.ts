import { Component, computed, input } from '@angular/core';
import type { KindUse } from '../api/model/kindUse';
import { KIND_NAMES } from '../media/media-kind';
import { FileSizePipe } from '../ui/file-size';

/** Originals by kind, as shares of one bar with its figures below. */
@Component({
  selector: 'app-kinds-chart',
  imports: [FileSizePipe],
  template: `
    <div class="shares" aria-hidden="true">
      @for (part of parts(); track part.kind) {
        <span [class]="part.kind" [style.flex-grow]="part.size" [title]="part.name"></span>
      }
    </div>
    <ul role="list" class="number">
      @for (part of parts(); track part.kind) {
        <li>
          <i [class]="part.kind" aria-hidden="true"></i>
          <span>{{ part.name }}</span>
          <span class="faint small" i18n>
            {part.fileCount, plural, =1 {1 file} other {{{ part.fileCount }} files}}
          </span>
          <b>{{ part.size | fileSize }}</b>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
    }
    .shares {
      display: flex;
      gap: 2px;
      height: 10px;
      overflow: hidden;
      border-radius: 5px;
      background: var(--sunken);
    }
    .shares span {
      flex-basis: 4px;
    }
    li {
      display: grid;
      grid-template-columns: 10px auto 1fr auto;
      align-items: center;
      gap: 4px 9px;
      padding: 2px 0;
    }
    li > .faint {
      text-align: right;
    }
    li > b {
      min-width: 64px;
      font-weight: 560;
      text-align: right;
    }
    i {
      width: 10px;
      height: 10px;
      border-radius: 3px;
    }
    .image {
      background: var(--kind-image);
    }
    .video {
      background: var(--kind-video);
    }
    .audio {
      background: var(--kind-audio);
    }
    .model {
      background: var(--kind-document);
    }
  `,
})
export class KindsChart {
  readonly kinds = input.required<readonly KindUse[]>();

  protected readonly parts = computed(() =>
    this.kinds()
      .map((use) => ({ ...use, name: KIND_NAMES[use.kind] }))
      .sort((one, other) => other.size - one.size),
  );
}
