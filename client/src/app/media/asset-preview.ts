import { Component, computed, input, linkedSignal } from '@angular/core';
import type { AssetMetadata } from '../api/model/assetMetadata';
import { Icon } from '../ui/icon';
import { deliveryUrl } from './asset-urls';
import { KIND_ICONS, kindOf } from './media-kind';

/** The asset itself, as far as a browser can show it. */
@Component({
  selector: 'app-asset-preview',
  imports: [Icon],
  template: `
    @switch (shown()) {
      @case ('image') {
        <img
          [src]="picture()"
          [alt]="asset().path"
          [class.ready]="ready()"
          (load)="ready.set(true)"
          (error)="failed.set(true)"
        />
        @if (!ready()) {
          <div class="skeleton"></div>
        }
      }
      @case ('video') {
        <!-- Captions are the uploader's to give; the console only previews. -->
        <video
          controls
          preload="none"
          [poster]="poster()"
          [src]="original()"
          [attr.aria-label]="asset().path"
        ></video>
      }
      @case ('audio') {
        <audio controls preload="none" [src]="original()" [attr.aria-label]="asset().path"></audio>
      }
      @default {
        <app-icon [name]="icon()" [size]="44" />
      }
    }
  `,
  styles: `
    :host {
      position: relative;
      display: grid;
      place-items: center;
      min-height: 180px;
      max-height: 300px;
      overflow: hidden;
      border-radius: var(--radius);
      background: repeating-conic-gradient(var(--checker) 0 25%, var(--sunken) 0 50%) 0 / 18px 18px;
      color: var(--ink-faint);
    }
    img,
    video {
      max-width: 100%;
      max-height: 300px;
    }
    img {
      opacity: 0;
    }
    .ready {
      opacity: 1;
    }
    audio {
      width: calc(100% - 24px);
    }
    .skeleton {
      position: absolute;
      inset: 0;
    }
  `,
})
export class AssetPreview {
  readonly asset = input.required<AssetMetadata>();

  private readonly identity = computed(() => `${this.asset().path}?${this.asset().version}`);
  protected readonly ready = linkedSignal({ source: this.identity, computation: () => false });
  protected readonly failed = linkedSignal({ source: this.identity, computation: () => false });
  private readonly kind = computed(() => kindOf(this.asset().contentType));
  protected readonly shown = computed(() => (this.failed() ? 'nothing' : this.kind()));
  protected readonly icon = computed(() => KIND_ICONS[this.kind()]);
  protected readonly original = computed(() => this.url(''));
  protected readonly picture = computed(() => this.url('w_720,h_600,c_limit,f_webp'));
  protected readonly poster = computed(() => this.url('t_true,w_720,h_600,c_limit,f_webp'));

  private url(transformation: string): string {
    const { path, version } = this.asset();
    return deliveryUrl(path, transformation, version);
  }
}
