import { Component, computed, effect, input, signal } from '@angular/core';
import { Delay } from '../ui/delay';
import { Icon } from '../ui/icon';
import { deliveryUrl } from './asset-urls';
import type { FileEntry } from './entry';
import { KIND_ICONS, thumbnailOf } from './media-kind';

/** A picture that is only scrolled past is never asked for. */
const SETTLE_MS = 90;
/** The server is busy for a while when many pictures are made at once. */
const RETRIES_MS = [1_500, 4_000, 10_000];

/** A small picture of a file, or the sign of its kind. */
@Component({
  selector: 'app-thumbnail',
  imports: [Icon],
  host: { '[class.plain]': '!isShown()' },
  template: `
    @if (source(); as url) {
      @if (!gaveUp()) {
        <img
          [src]="url"
          alt=""
          decoding="async"
          draggable="false"
          [class.shown]="isShown()"
          (load)="loaded.set(true)"
          (error)="retry()"
        />
      }
    }
    @if (!isShown()) {
      <app-icon [name]="icon()" [size]="iconSize()" />
    }
  `,
  styles: `
    :host {
      position: relative;
      display: grid;
      place-items: center;
      overflow: hidden;
      background: var(--sunken);
      color: var(--ink-faint);
    }
    img {
      position: absolute;
      width: 100%;
      height: 100%;
      object-fit: cover;
      opacity: 0;
    }
    .shown {
      background: repeating-conic-gradient(var(--checker) 0 25%, transparent 0 50%) 0 / 16px 16px;
      opacity: 1;
    }
  `,
})
export class Thumbnail {
  readonly entry = input.required<FileEntry>();
  readonly iconSize = input(26);

  private readonly settled = signal(false);
  private readonly attempt = signal(0);
  protected readonly gaveUp = signal(false);
  protected readonly loaded = signal(false);
  protected readonly isShown = computed(() => this.loaded() && !this.gaveUp());
  protected readonly icon = computed(() => KIND_ICONS[this.entry().kind]);
  protected readonly source = computed(() => {
    const { kind, path, file } = this.entry();
    const transformation = thumbnailOf(kind, 400, 300);
    if (transformation === undefined || !this.settled()) return undefined;
    const url = deliveryUrl(path, transformation, file.version);
    return this.attempt() === 0
      ? url
      : `${url}${url.includes('?') ? '&' : '?'}try=${this.attempt()}`;
  });
  private readonly identity = computed(() => {
    const { path, file } = this.entry();
    return `${path}?${file.version ?? ''}`;
  });
  private readonly delay = new Delay();

  constructor() {
    // Another file in the same place starts anew; the same one listed again does not.
    effect(() => {
      this.identity();
      this.loaded.set(false);
      this.gaveUp.set(false);
      this.settled.set(false);
      this.attempt.set(0);
      this.delay.run(SETTLE_MS, () => this.settled.set(true));
    });
  }

  protected retry(): void {
    const pause = RETRIES_MS[this.attempt()];
    if (pause === undefined) this.gaveUp.set(true);
    else this.delay.run(pause, () => this.attempt.update((attempt) => attempt + 1));
  }
}
