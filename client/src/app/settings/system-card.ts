import { Component, computed } from '@angular/core';
import {
  getDatabaseHealthResource,
  getHealthResource,
  getReadinessResource,
  getSystemResource,
} from '../api/health/health.resource';
import type { ComponentHealthStatus } from '../api/model/componentHealthStatus';
import { ProblemNotice } from '../problems/problem-notice';
import { describeLimits } from './limits';
import { FileSizePipe } from '../ui/file-size';
import { formatDuration } from '../ui/duration';

const TONES: Readonly<Record<ComponentHealthStatus, string>> = {
  up: 'ok',
  degraded: 'warn',
  down: 'danger',
};

/** The server's version, age and health. */
@Component({
  selector: 'app-system-card',
  imports: [FileSizePipe, ProblemNotice],
  templateUrl: './system-card.html',
  styles: `
    dl {
      display: grid;
      grid-template-columns: minmax(110px, auto) 1fr;
      gap: 9px 16px;
    }
    dt {
      color: var(--ink-faint);
      font-size: 13px;
    }
    dt::first-letter {
      text-transform: uppercase;
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: 4px 8px;
      overflow-wrap: anywhere;
      text-align: right;
    }
    details {
      margin-top: 14px;
      padding-top: 10px;
      border-top: 1px solid var(--line);
    }
    summary {
      min-height: 24px;
      margin-bottom: 6px;
      border-radius: var(--radius-small);
      font-weight: 540;
      cursor: pointer;
    }
  `,
})
export class SystemCard {
  protected readonly health = getHealthResource();
  protected readonly readiness = getReadinessResource();
  protected readonly databaseHealth = getDatabaseHealthResource();

  protected readonly info = computed(() =>
    this.health.hasValue() ? this.health.value() : undefined,
  );
  protected readonly parts = computed(() =>
    this.readiness.hasValue()
      ? Object.entries(this.readiness.value().components).map(([name, { status, reason }]) => ({
          name,
          status,
          reason,
          tone: TONES[status],
        }))
      : [],
  );
  protected readonly database = computed(() =>
    this.databaseHealth.hasValue() ? this.databaseHealth.value() : undefined,
  );
  private readonly description = getSystemResource();
  protected readonly system = computed(() =>
    this.description.hasValue() ? this.description.value() : undefined,
  );
  protected readonly limits = computed(() => {
    const limits = this.system()?.limits;
    return limits === undefined ? [] : describeLimits(limits);
  });
  protected readonly uptime = computed(() => formatDuration(this.info()?.uptime ?? 0));

  protected storageName(driver: string): string {
    return driver === 'local' ? $localize`files of this machine` : driver;
  }
}
