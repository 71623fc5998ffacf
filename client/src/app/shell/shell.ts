import { Component, computed, DestroyRef, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatMenuModule } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { SessionStore } from '../session/session-store';
import { Brand } from '../ui/brand';
import { Icon } from '../ui/icon';
import { THEMES, ThemeStore, type Theme } from '../theme/theme-store';
import type { IconName } from '../ui/icons';
import { UploadDock } from '../uploads/upload-dock';
import { UploadQueue } from '../uploads/upload-queue';
import { Notices } from '../problems/notices';
import { DESTINATIONS } from './destinations';

const ON_PHONE = 4;

const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: $localize`System theme`,
  light: $localize`Light theme`,
  dark: $localize`Dark theme`,
};
const THEME_ICONS: Readonly<Record<Theme, IconName>> = {
  system: 'system',
  light: 'sun',
  dark: 'moon',
};

/** The frame of every page for signed-in people: the rail, and on a phone the bar at the foot. */
@Component({
  selector: 'app-shell',
  imports: [
    Brand,
    Icon,
    MatMenuModule,
    MatTooltip,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    UploadDock,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export class Shell {
  private readonly session = inject(SessionStore);
  private readonly notices = inject(Notices);

  protected readonly destinations = DESTINATIONS;
  protected readonly first = DESTINATIONS.slice(0, ON_PHONE);
  protected readonly others = DESTINATIONS.slice(ON_PHONE);
  protected readonly themeStore = inject(ThemeStore);
  protected readonly themes = THEMES;
  protected readonly themeNames = THEME_NAMES;
  protected readonly themeIcons = THEME_ICONS;
  protected readonly uploads = inject(UploadQueue).uploads;
  protected readonly user = this.session.user;
  protected readonly initial = computed(() =>
    (Array.from(this.user()?.name ?? '')[0] ?? '?').toLocaleUpperCase(),
  );

  constructor() {
    const dialogs = inject(MatDialog);
    // A dialog that stayed when the session ends would lie over the sign-in page.
    inject(DestroyRef).onDestroy(() => dialogs.closeAll());
  }

  protected async signOut(): Promise<void> {
    try {
      await this.session.signOut();
    } catch (error) {
      // The session still stands when the server could not be asked to end it.
      this.notices.tellProblem(error);
    }
  }

  /** The link of fragment `#main` would leave the page: the router owns addresses. */
  protected skipTo(main: HTMLElement, event: Event): void {
    event.preventDefault();
    main.focus();
  }
}
