import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { firstValueFrom } from 'rxjs';
import { getStorageKindsResource, getStorageStatsResource } from '../api/storage/storage.resource';
import { StorageService } from '../api/storage/storage.service';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { Confirm } from '../ui/confirm';
import { FileSizePipe, formatBytes } from '../ui/file-size';
import { KindsChart } from './kinds-chart';

/** How much is stored, and how full the cache is. */
@Component({
  selector: 'app-storage-card',
  imports: [FileSizePipe, KindsChart, MatButton, ProblemNotice],
  template: `
    <section class="card" aria-labelledby="storage-heading">
      <div class="card-head">
        <h2 id="storage-heading" i18n>Storage</h2>
        <button
          matButton="outlined"
          disabledInteractive
          [disabled]="submission.busy() || !stats()?.cache?.fileCount"
          (click)="clear()"
          i18n
        >
          Clear the cache
        </button>
      </div>
      <div class="card-body">
        @if (use.error(); as error) {
          <app-problem-notice [error]="error" retriable (again)="use.reload()" />
        }
        @if (stats(); as found) {
          <div class="line">
            <span i18n>Originals</span>
            <span class="number row">
              <b>{{ found.storage.size | fileSize }}</b>
              <span class="faint small" i18n>
                in
                {found.storage.fileCount, plural,
                  =1 {1 asset}
                  other {{{ found.storage.fileCount }} assets}
                }
              </span>
            </span>
          </div>
          @if (kinds(); as kinds) {
            @if (kinds.length > 0) {
              <app-kinds-chart [kinds]="kinds" />
            }
          }
          <div class="line cache">
            <span i18n>Cached variants</span>
            <span class="number row">
              <b>{{ found.cache.size | fileSize }}</b>
              <span class="faint small" i18n>of {{ found.cache.limit | fileSize }}</span>
            </span>
          </div>
          <div
            class="bar"
            role="meter"
            aria-label="How full the cache is"
            i18n-aria-label
            aria-valuemin="0"
            aria-valuemax="100"
            [attr.aria-valuenow]="fill()"
          >
            <span [style.width.%]="fill()"></span>
          </div>
          <p class="faint small number" i18n>
            {found.cache.fileCount, plural,
              =1 {1 variant}
              other {{{ found.cache.fileCount }} variants}

            }, {{ fill() }} % of the room they may take
          </p>
        } @else if (use.isLoading()) {
          <div class="skeleton" style="height: 84px"></div>
        }
      </div>
    </section>
  `,
  styles: `
    .card-body {
      display: grid;
      gap: 9px;
    }
    .line {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 2px 12px;
    }
    .row {
      gap: 6px;
    }
    .cache {
      margin-top: 8px;
      padding-top: 12px;
      border-top: 1px solid var(--line);
    }
    b {
      font-weight: 600;
    }
    .bar {
      height: 8px;
    }
  `,
})
export class StorageCard {
  private readonly api = inject(StorageService);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);

  protected readonly use = getStorageStatsResource();
  private readonly byKind = getStorageKindsResource();
  protected readonly kinds = computed(() =>
    this.byKind.hasValue() ? this.byKind.value().kinds : undefined,
  );
  protected readonly submission = new Submission((problem) => {
    this.notices.tellProblem(problem);
  });
  protected readonly stats = computed(() => (this.use.hasValue() ? this.use.value() : undefined));
  protected readonly fill = computed(() => {
    const cache = this.stats()?.cache;
    return cache === undefined || cache.limit === 0
      ? 0
      : Math.min(100, Math.round((cache.size / cache.limit) * 100));
  });

  protected async clear(): Promise<void> {
    const cache = this.stats()?.cache;
    if (!cache?.fileCount) return;
    const agreed = await this.confirm.ask({
      heading: $localize`Clear the cache?`,
      text: $localize`${cache.fileCount}:count: variants (${formatBytes(cache.size)}:size:) go. They are made again when somebody asks for them; the originals stay.`,
      action: $localize`Clear the cache`,
    });
    if (!agreed) return;
    await this.submission.run(async () => {
      const { variantsDeleted } = await firstValueFrom(this.api.clearCache());
      this.notices.tell($localize`${variantsDeleted}:count: variants removed.`);
    });
    this.use.reload();
  }
}
