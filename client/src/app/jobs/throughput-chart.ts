import { Component, computed, inject, input, signal } from '@angular/core';
import type { QueueJob } from '../api/model/queueJob';
import { Clock } from '../ui/clock';
import { formatDuration } from '../ui/duration';
import { bucketsOf } from './throughput';

const SPANS = [
  { label: $localize`1 hour`, span: 3_600_000 },
  { label: $localize`24 hours`, span: 86_400_000 },
] as const;
const BARS = 24;

/** How many jobs were finished, and how long they waited, over time. */
@Component({
  selector: 'app-throughput-chart',
  template: `
    <section class="card" aria-labelledby="chart-heading">
      <div class="card-head">
        <h2 id="chart-heading" i18n>Finished jobs</h2>
        <select
          #choice
          class="input slim quiet"
          aria-label="Time"
          i18n-aria-label
          (change)="chosen.set(choice.selectedIndex)"
        >
          @for (item of spans; track item.span) {
            <option>{{ item.label }}</option>
          }
        </select>
      </div>
      <div class="card-body">
        <dl class="number">
          <div>
            <dt i18n>Finished</dt>
            <dd>{{ jobs() ? count() : '–' }}</dd>
          </div>
          <div>
            <dt i18n>Mean wait</dt>
            <dd>{{ wait() }}</dd>
          </div>
        </dl>
        <div class="plots" role="img" [attr.aria-label]="summary()">
          <div class="bars">
            @for (bar of bars(); track $index) {
              <span [title]="bar.title"><i [style.height.%]="bar.height"></i></span>
            }
          </div>
          <div class="bars waits">
            @for (bar of bars(); track $index) {
              <span [title]="bar.title"><i [style.height.%]="bar.wait"></i></span>
            }
          </div>
        </div>
      </div>
    </section>
  `,
  styles: `
    select {
      width: auto;
    }
    .card-body {
      display: flex;
      align-items: end;
      gap: 28px;
    }
    dl {
      display: grid;
      gap: 8px;
    }
    dt {
      color: var(--ink-faint);
      font-size: 12px;
      white-space: nowrap;
    }
    dd {
      font-size: 17px;
      font-weight: 600;
    }
    .plots {
      display: grid;
      flex: 1;
      grid-template-rows: 60px 30px;
      gap: 6px;
    }
    .bars {
      display: grid;
      grid-auto-columns: minmax(0, 1fr);
      grid-auto-flow: column;
      gap: 3px;
    }
    .waits i {
      background: var(--info);
    }
    dt {
      display: flex;
      align-items: center;
      gap: 6px;
    }
    dt::before {
      width: 8px;
      height: 8px;
      border-radius: 2px;
      background: var(--accent);
      content: '';
    }
    div + div > dt::before {
      background: var(--info);
    }
    span {
      display: flex;
      align-items: end;
      border-radius: 3px;
      background: var(--sunken);
    }
    i {
      width: 100%;
      border-radius: 3px;
      background: var(--accent);
      transition: height var(--calm);
    }
  `,
})
export class ThroughputChart {
  /** Undefined while they are not known, which is not the same as none. */
  readonly jobs = input.required<readonly QueueJob[] | undefined>();

  private readonly clock = inject(Clock);
  protected readonly spans = SPANS;
  protected readonly chosen = signal(0);
  private readonly buckets = computed(() =>
    bucketsOf(this.jobs() ?? [], {
      now: this.clock.now() + 60_000,
      span: (SPANS[this.chosen()] ?? SPANS[0]).span,
      size: BARS,
    }),
  );
  protected readonly count = computed(() =>
    this.buckets().reduce((sum, bucket) => sum + bucket.count, 0),
  );
  protected readonly wait = computed(() => {
    const waits = this.buckets().flatMap(({ wait, count }) =>
      wait === undefined ? [] : [{ wait, count }],
    );
    const total = waits.reduce((sum, { count }) => sum + count, 0);
    if (total === 0) return '–';
    return formatDuration(waits.reduce((sum, { wait, count }) => sum + wait * count, 0) / total);
  });
  protected readonly bars = computed(() => {
    const most = Math.max(1, ...this.buckets().map(({ count }) => count));
    const longest = Math.max(1, ...this.buckets().map(({ wait = 0 }) => wait));
    return this.buckets().map(({ start, count, wait }) => {
      const time = new Date(start).toLocaleTimeString(undefined, { timeStyle: 'short' });
      const waited = wait === undefined ? '' : ` · ${formatDuration(wait)}`;
      return {
        height: (count / most) * 100,
        wait: ((wait ?? 0) / longest) * 100,
        title: this.jobs() ? `${time}: ${count}${waited}` : time,
      };
    });
  });
  protected readonly summary = computed(() =>
    this.jobs()
      ? $localize`${this.count()}:count: jobs finished, mean wait ${this.wait()}:wait:`
      : $localize`Not known how many jobs finished`,
  );
}
