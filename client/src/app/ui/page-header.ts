import { Component, input } from '@angular/core';

/** A page's name, a line about it, and its actions at the end. */
@Component({
  selector: 'app-page-header',
  template: `
    <div class="grow">
      <h1>{{ heading() }}</h1>
      @if (line()) {
        <p class="soft">{{ line() }}</p>
      }
    </div>
    <div class="row"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 10px 16px;
      min-height: 36px;
    }
    .grow {
      min-width: min(240px, 100%);
    }
    p {
      font-size: 13.5px;
    }
  `,
})
export class PageHeader {
  readonly heading = input.required<string>();
  readonly line = input('');
}
