import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { AssetVariant } from '../api/model/assetVariant';
import { getAssetVariantsResource } from '../api/storage/storage.resource';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { FileSizePipe } from '../ui/file-size';
import { TimeAgo } from '../ui/time-ago';
import { AssetActions } from './asset-actions';
import { encodePath } from './asset-urls';

const SHOWN = 6;

/** What has been made of an asset and is kept, how large it is, and the way to have it made anew. */
@Component({
  selector: 'app-asset-variants',
  imports: [FileSizePipe, MatButton, ProblemNotice, TimeAgo],
  template: `
    @if (variants.error(); as error) {
      <app-problem-notice [error]="error" retriable (again)="variants.reload()" />
    } @else if (kept(); as kept) {
      <div class="head">
        <p class="soft small number" i18n>
          {kept.total, plural,
            =0 {None is kept.}
            =1 {1 variant, {{ kept.size | fileSize }}}
            other {{{ kept.total }} variants, {{ kept.size | fileSize }}}
          }
        </p>
        @if (kept.total > 0) {
          <button
            matButton="outlined"
            type="button"
            disabledInteractive
            [disabled]="clearing.busy()"
            (click)="clear()"
            i18n
          >
            Clear
            <span class="visually-hidden">the variants</span>
          </button>
        }
      </div>
      @if (kept.total > 0) {
        <ul role="list" class="number">
          @for (variant of shown(); track $index) {
            <li>
              <span class="badge">{{ variant.format }}</span>
              <span class="faint small"><app-time-ago [time]="variant.madeAt" /></span>
              <span>{{ variant.size | fileSize }}</span>
            </li>
          }
        </ul>
        @if (more() > 0) {
          <p class="faint small" i18n>
            and {more(), plural, =1 {one older} other {{{ more() }} older}}
          </p>
        }
      }
    } @else {
      <div class="skeleton" style="height: 34px"></div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 6px;
    }
    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      min-height: 34px;
    }
    li {
      display: grid;
      grid-template-columns: 92px 1fr auto;
      align-items: center;
      padding: 5px 0;
      border-top: 1px solid var(--line);
      font-size: 13px;
    }
    .badge {
      justify-self: start;
    }
  `,
})
export class AssetVariants {
  readonly path = input.required<string>();

  private readonly actions = inject(AssetActions);
  protected readonly variants = getAssetVariantsResource(computed(() => encodePath(this.path())));
  protected readonly clearing = new Submission();
  protected readonly kept = computed(() =>
    this.variants.hasValue() ? this.variants.value() : undefined,
  );
  protected readonly shown = computed<readonly AssetVariant[]>(
    () => this.kept()?.variants.slice(0, SHOWN) ?? [],
  );
  protected readonly more = computed(() => Math.max(0, (this.kept()?.total ?? 0) - SHOWN));

  protected async clear(): Promise<void> {
    await this.clearing.run(() => this.actions.invalidate(this.path()));
    this.variants.reload();
  }
}
