import { DOCUMENT, inject, Service, signal } from '@angular/core';

/** The looks a person can choose. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'openinary-theme';

/** Which look is chosen; it is kept in the browser. */
@Service()
export class ThemeStore {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly chosen = signal<Theme>(readTheme());

  readonly theme = this.chosen.asReadonly();

  constructor() {
    this.show(this.chosen());
  }

  /** Shows a look now and from now on. */
  choose(theme: Theme): void {
    this.chosen.set(theme);
    this.show(theme);
    localStorage.setItem(STORAGE_KEY, theme);
  }

  private show(theme: Theme): void {
    if (theme === 'system') this.root.removeAttribute('data-theme');
    else this.root.setAttribute('data-theme', theme);
  }
}

function readTheme(): Theme {
  const kept = localStorage.getItem(STORAGE_KEY);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}
