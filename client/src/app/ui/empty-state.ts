import { Component, input } from '@angular/core';
import { Icon } from './icon';
import type { IconName } from './icons';

/** What is shown where there is nothing yet: what would be here, and what to do about it. */
@Component({
  selector: 'app-empty-state',
  imports: [Icon],
  template: `
    <span class="disc"><app-icon [name]="icon()" [size]="26" /></span>
    <h2>{{ heading() }}</h2>
    <p><ng-content /></p>
    <div class="row"><ng-content select="[slot=action]" /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 6px;
      padding: 48px 20px;
      text-align: center;
    }
    .disc {
      display: grid;
      place-items: center;
      width: 56px;
      height: 56px;
      margin-bottom: 6px;
      border-radius: 50%;
      background: var(--accent-soft);
      color: var(--on-accent-soft);
    }
    p {
      max-width: 46ch;
      color: var(--ink-soft);
    }
    .row {
      margin-top: 10px;
    }
  `,
})
export class EmptyState {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
}
