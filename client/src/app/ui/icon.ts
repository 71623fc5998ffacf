import { Component, effect, ElementRef, inject, input } from '@angular/core';
import { createElement } from 'lucide';
import { ICONS, type IconName } from './icons';

/** A line icon. It says nothing to screen readers: its surroundings do. */
@Component({
  selector: 'app-icon',
  host: { 'aria-hidden': 'true' },
  template: '',
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      vertical-align: -0.15em;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  /** Side, CSS px. */
  readonly size = input(16);

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => {
      const size = this.size();
      const drawing = { width: size, height: size, 'stroke-width': size > 24 ? 1.4 : 1.75 };
      host.replaceChildren(createElement(ICONS[this.name()], drawing));
    });
  }
}
