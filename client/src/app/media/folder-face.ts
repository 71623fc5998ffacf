import { Component, computed, inject, input } from '@angular/core';
import { Icon } from '../ui/icon';
import { deliveryUrl } from './asset-urls';
import { FolderSummaries } from './folder-summaries';
import { thumbnailOf } from './media-kind';

/** A folder's tile: its newest pictures, or the sign of a folder. */
@Component({
  selector: 'app-folder-face',
  imports: [Icon],
  host: { '[class.pictures]': 'pictures().length > 0' },
  template: `
    @for (url of pictures(); track url) {
      <img [src]="url" alt="" decoding="async" draggable="false" />
    }
    <span class="sign"><app-icon name="folder" [size]="pictures().length > 0 ? 16 : 38" /></span>
  `,
  styles: `
    :host {
      position: relative;
      display: grid;
      place-items: center;
      overflow: hidden;
      background: color-mix(in srgb, var(--accent-soft) 55%, var(--surface));
      color: var(--accent);
    }
    :host(.pictures) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      grid-auto-rows: minmax(0, 1fr);
      gap: 2px;
      place-items: stretch;
    }
    img {
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
    img:first-of-type:last-of-type {
      grid-column: 1 / -1;
    }
    .sign {
      display: grid;
      place-items: center;
    }
    :host(.pictures) .sign {
      position: absolute;
      bottom: 8px;
      left: 8px;
      width: 28px;
      height: 28px;
      border-radius: var(--radius-small);
      background: var(--surface);
    }
  `,
})
export class FolderFace {
  readonly path = input.required<string>();

  private readonly summaries = inject(FolderSummaries);
  protected readonly pictures = computed(() => {
    const previews = this.summaries.of(this.path())()?.previews ?? [];
    // Two by two, or one: three would leave a hole.
    const shown =
      previews.length >= 4
        ? previews.slice(0, 4)
        : previews.slice(0, previews.length === 3 ? 2 : previews.length);
    return shown.map(({ path, version }) =>
      deliveryUrl(path, thumbnailOf('image', 400, 300), version),
    );
  });
}
