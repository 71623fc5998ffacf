import { Component, computed, inject, input, LOCALE_ID } from '@angular/core';
import { Clock } from './clock';

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How far `time` lies from `now`, both in ms: `3 hours ago`, `in 2 days`. */
export function formatDistance(time: number, now: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const seconds = (time - now) / 1000;
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, 'second');
}

/** A moment, told from now; the whole of it is in the title. */
@Component({
  selector: 'app-time-ago',
  template: `<time [dateTime]="time()" [title]="whole()">{{ distance() }}</time>`,
})
export class TimeAgo {
  /** ISO 8601. */
  readonly time = input.required<string>();

  private readonly clock = inject(Clock);
  private readonly locale = inject(LOCALE_ID);

  protected readonly whole = computed(() => formatMoment(this.time(), this.locale));
  protected readonly distance = computed(() =>
    formatDistance(Date.parse(this.time()), this.clock.now(), this.locale),
  );
}

/** A moment with its date and time of day. */
export function formatMoment(time: string | number, locale: string): string {
  return new Date(time).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' });
}
