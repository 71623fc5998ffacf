import { Component } from '@angular/core';

/** The product's mark: a frame, and what is made from it. */
@Component({
  selector: 'app-brand',
  template: `
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0b6e5f" />
      <path
        d="M8 12V10a2 2 0 0 1 2-2h2M24 12v-2a2 2 0 0 0-2-2h-2M8 20v2a2 2 0 0 0 2 2h2"
        fill="none"
        stroke="#fff"
        stroke-width="2.2"
        stroke-linecap="round"
      />
      <rect x="14.5" y="14.5" width="11" height="11" rx="3" fill="#fff" />
    </svg>
    <span translate="no">{{ name }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 10px;
      font-size: 15.5px;
      font-weight: 620;
      letter-spacing: -0.02em;
    }
  `,
})
export class Brand {
  protected readonly name = 'Openinary';
}
