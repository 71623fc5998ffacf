import { Component, input } from '@angular/core';
import { Brand } from './brand';

/** The frame of the pages before one is signed in: a card in the middle. */
@Component({
  selector: 'app-entrance',
  imports: [Brand],
  template: `
    <main>
      <app-brand />
      <section class="card" aria-labelledby="entrance-heading">
        <h1 id="entrance-heading">{{ heading() }}</h1>
        <p class="soft">{{ line() }}</p>
        <ng-content />
      </section>
    </main>
  `,
  styles: `
    :host {
      display: grid;
      min-height: 100dvh;
      padding: 24px 16px;
      background:
        radial-gradient(60rem 30rem at 50% -8rem, var(--accent-soft), transparent 70%),
        var(--ground);
    }
    main {
      display: grid;
      gap: 20px;
      align-self: center;
      justify-self: center;
      width: min(400px, 100%);
      margin-bottom: 6vh;
    }
    app-brand {
      justify-self: center;
    }
    section {
      padding: 26px 28px 28px;
      border-radius: var(--radius-large);
      box-shadow: var(--shadow-high);
    }
    h1 {
      font-size: 20px;
    }
    p {
      margin: 4px 0 20px;
    }
  `,
})
export class Entrance {
  readonly heading = input.required<string>();
  readonly line = input.required<string>();
}
