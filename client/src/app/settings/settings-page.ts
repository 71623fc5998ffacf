import { Component } from '@angular/core';
import { PageHeader } from '../ui/page-header';
import { AccountCard } from './account-card';
import { BackupsCard } from './backups-card';
import { PasswordCard } from './password-card';
import { SessionsCard } from './sessions-card';
import { StorageCard } from './storage-card';
import { SystemCard } from './system-card';

/** The account, its sessions, the backups and how the system is. */
@Component({
  selector: 'app-settings-page',
  imports: [
    AccountCard,
    BackupsCard,
    PageHeader,
    PasswordCard,
    SessionsCard,
    StorageCard,
    SystemCard,
  ],
  template: `
    <div class="page">
      <app-page-header
        heading="Settings"
        i18n-heading
        line="Your account, and how the installation is."
        i18n-line
      />
      <div class="columns">
        <div class="column">
          <app-account-card />
          <app-password-card />
          <app-sessions-card />
        </div>
        <div class="column">
          <app-storage-card />
          <app-backups-card />
          <app-system-card />
        </div>
      </div>
    </div>
  `,
  styles: `
    .columns {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(400px, 100%), 1fr));
      align-items: start;
      gap: 16px;
    }
    .column {
      display: grid;
      gap: 16px;
      min-width: 0;
    }
  `,
})
export class SettingsPage {}
