import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { listFoldersResource } from '../api/storage/storage.resource';
import { ProblemNotice } from '../problems/problem-notice';
import { Icon } from '../ui/icon';

const MAX_LISTED = 200;

/** Where entries are to be moved. */
export interface FolderQuestion {
  readonly count: number;
  /** The folder they lie in. */
  readonly from: string;
  /** Their paths: a folder can't be moved into itself. */
  readonly moving: readonly string[];
}

/** Asks for a folder; found by typing a part of its path. */
@Component({
  selector: 'app-folder-dialog',
  imports: [Icon, MatButton, MatDialogModule, ProblemNotice],
  template: `
    <h2 mat-dialog-title i18n>
      Move {question.count, plural, =1 {1 item} other {{{ question.count }} items}} to
    </h2>
    <mat-dialog-content>
      <input
        #field
        class="input"
        type="search"
        placeholder="Find a folder"
        i18n-placeholder
        aria-label="Find a folder"
        i18n-aria-label
        (input)="search.set(field.value)"
      />
      @if (folders.error(); as error) {
        <app-problem-notice [error]="error" retriable (again)="folders.reload()" />
      }
      <div class="folders" role="radiogroup" aria-label="Folder" i18n-aria-label>
        @for (folder of choices(); track folder.path) {
          <label [class.chosen]="chosen() === folder.path">
            <input
              class="visually-hidden"
              type="radio"
              name="folder"
              [value]="folder.path"
              [checked]="chosen() === folder.path"
              (change)="chosen.set(folder.path)"
            />
            <app-icon [name]="folder.path ? 'folder' : 'disk'" />
            <bdi>{{ folder.path || rootName }}</bdi>
          </label>
        } @empty {
          @if (!folders.isLoading()) {
            <p class="soft" i18n>No folder matches.</p>
          }
        }
      </div>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton mat-dialog-close i18n>Cancel</button>
      <button
        matButton="filled"
        [disabled]="chosen() === undefined"
        (click)="dialog.close(chosen())"
        i18n
      >
        Move here
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    .folders {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      gap: 1px;
      height: 280px;
      margin-top: 12px;
      overflow-y: auto;
    }
    label {
      display: flex;
      align-items: center;
      gap: 10px;
      padding: 7px 10px;
      border-radius: var(--radius-small);
      color: var(--ink);
      line-height: 1.35;
      cursor: pointer;
    }
    label:hover {
      background: var(--hover);
    }
    .chosen {
      background: var(--accent-soft);
      color: var(--on-accent-soft);
    }
    label:has(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    p {
      padding: 10px;
    }
  `,
})
export class FolderDialog {
  protected readonly dialog = inject<MatDialogRef<FolderDialog, string>>(MatDialogRef);
  protected readonly question = inject<FolderQuestion>(MAT_DIALOG_DATA);
  protected readonly rootName = $localize`Media (the top)`;
  protected readonly search = signal('');
  protected readonly chosen = signal<string | undefined>(undefined);
  protected readonly folders = listFoldersResource(
    computed(() => ({ limit: MAX_LISTED, ...(this.search() && { search: this.search() }) })),
  );
  protected readonly choices = computed(() => {
    const found = this.folders.hasValue() ? this.folders.value().folders : [];
    const all = this.search() === '' ? [{ path: '' }, ...found] : found;
    return all.filter(({ path }) => path !== this.question.from && !this.isMoving(path));
  });

  private isMoving(folder: string): boolean {
    return this.question.moving.some((path) => folder === path || folder.startsWith(`${path}/`));
  }
}
