import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState } from '../ui/empty-state';

/** An address that leads nowhere. */
@Component({
  selector: 'app-not-found-page',
  imports: [EmptyState, MatButton, RouterLink],
  template: `
    <div class="page">
      <h1 class="visually-hidden" i18n>Not found</h1>
      <app-empty-state icon="search" heading="There is no such page" i18n-heading>
        <ng-container i18n>The address may be misspelt, or the page has moved.</ng-container>
        <a slot="action" matButton="filled" routerLink="/" i18n>Go to the start</a>
      </app-empty-state>
    </div>
  `,
})
export class NotFoundPage {}
