import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { ProblemNotice } from './problems/problem-notice';
import { NavigationTrouble } from './shell/navigation-trouble';
import { ThemeStore } from './theme/theme-store';

/** The console: one page at a time, or why it can't be shown. */
@Component({
  selector: 'app-root',
  imports: [ProblemNotice, RouterOutlet],
  template: `
    @if (trouble.error(); as error) {
      <main>
        <app-problem-notice [error]="error" retriable (again)="reload()" />
      </main>
    } @else {
      <router-outlet />
    }
  `,
  styles: `
    main {
      max-width: 560px;
      margin: 20vh auto 0;
      padding: 0 16px;
    }
  `,
})
export class App {
  protected readonly trouble = inject(NavigationTrouble);

  constructor() {
    inject(ThemeStore);
  }

  protected reload(): void {
    location.reload();
  }
}
