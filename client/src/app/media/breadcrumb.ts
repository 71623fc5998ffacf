import { Component, computed, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { readDraggedPaths } from './dragged-paths';
import type { DropRequest } from './media-list';

/** The way from the root to a folder. Entries can be dropped on its steps. */
@Component({
  selector: 'app-breadcrumb',
  imports: [RouterLink],
  template: `
    <nav aria-label="Folder" i18n-aria-label>
      <ol role="list">
        @for (step of steps(); track step.path; let last = $last) {
          <li [class.target]="target() === step.path">
            <a
              routerLink="/media"
              [queryParams]="step.path ? { path: step.path } : {}"
              [attr.aria-current]="last ? 'page' : null"
              (dragover)="over(step.path, $event)"
              (dragleave)="target.set(undefined)"
              (drop)="drop(step.path, $event)"
              ><bdi>{{ step.name }}</bdi></a
            >
          </li>
        }
      </ol>
    </nav>
  `,
  styles: `
    :host {
      min-width: 0;
    }
    ol {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
    }
    li {
      min-width: 0;
      max-width: 100%;
    }
    li + li::before {
      color: var(--ink-faint);
      content: '/';
    }
    a {
      display: inline-block;
      max-width: 240px;
      overflow: hidden;
      padding: 3px 6px;
      border-radius: var(--radius-small);
      color: var(--ink-soft);
      font-size: 15px;
      font-weight: 500;
      text-decoration: none;
      text-overflow: ellipsis;
      vertical-align: middle;
      white-space: nowrap;
    }
    a:hover {
      background: var(--hover);
    }
    [aria-current] {
      color: var(--ink);
      font-weight: 620;
    }
    .target a {
      background: var(--accent-soft);
      color: var(--on-accent-soft);
    }
    /* One line: the folder and the one it lies in, as far as there is room. */
    @media (max-width: 767px) {
      ol {
        flex-wrap: nowrap;
      }
      li {
        display: flex;
        align-items: center;
        flex-shrink: 3;
      }
      li:last-child {
        flex-shrink: 1;
      }
      li:not(:nth-last-child(-n + 2)) {
        display: none;
      }
      li:nth-last-child(2):not(:first-child)::before {
        content: '…/';
      }
      a {
        min-width: 0;
      }
    }
  `,
})
export class Breadcrumb {
  /** The folder; empty for the root. */
  readonly path = input.required<string>();
  readonly dropped = output<DropRequest>();

  protected readonly target = signal<string | undefined>(undefined);
  protected readonly steps = computed(() => {
    const names = this.path() === '' ? [] : this.path().split('/');
    return [
      { name: $localize`Media`, path: '' },
      ...names.map((name, index) => ({ name, path: names.slice(0, index + 1).join('/') })),
    ];
  });

  protected over(path: string, event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files') === true || path === this.path()) return;
    event.preventDefault();
    this.target.set(path);
  }

  protected drop(folder: string, event: DragEvent): void {
    this.target.set(undefined);
    const paths = readDraggedPaths(event);
    if (paths.length === 0) return;
    event.preventDefault();
    this.dropped.emit({ paths, folder });
  }
}
