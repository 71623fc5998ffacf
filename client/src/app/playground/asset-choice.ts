import { Component, computed, input, output, signal } from '@angular/core';
import { listStorageResource } from '../api/storage/storage.resource';
import { fileEntry } from '../media/entry';
import { Thumbnail } from '../media/thumbnail';
import { ProblemNotice } from '../problems/problem-notice';

const SHOWN = 24;

/** Picks an image or a video, found by a part of its path. */
@Component({
  selector: 'app-asset-choice',
  imports: [ProblemNotice, Thumbnail],
  template: `
    <input
      #field
      class="input slim"
      type="search"
      placeholder="Find an image or a video"
      i18n-placeholder
      aria-label="Find an image or a video"
      i18n-aria-label
      (input)="search.set(field.value.trim())"
    />
    @if (found.error(); as error) {
      <app-problem-notice [error]="error" retriable (again)="found.reload()" />
    }
    <ul role="list">
      @for (entry of entries(); track entry.path) {
        <li>
          <button
            type="button"
            [title]="entry.path"
            [attr.aria-pressed]="entry.path === path()"
            [attr.aria-label]="entry.path"
            (click)="chosen.emit(entry.path)"
          >
            <app-thumbnail [entry]="entry" [iconSize]="18" />
          </button>
        </li>
      } @empty {
        @if (found.hasValue() && !found.isLoading()) {
          @if (search()) {
            <li class="soft small none" i18n>No image or video has that in its path.</li>
          } @else {
            <li class="soft small none" i18n>There is none yet. Upload one first.</li>
          }
        }
      }
    </ul>
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
    }
    ul {
      display: flex;
      gap: 6px;
      padding: 3px !important;
      overflow-x: auto;
    }
    button {
      display: block;
      padding: 0;
      overflow: hidden;
      border: 2px solid transparent;
      border-radius: 8px;
      background: none;
      cursor: pointer;
    }
    button[aria-pressed='true'] {
      border-color: var(--accent);
    }
    app-thumbnail {
      width: 72px;
      height: 54px;
    }
    .none {
      padding: 8px 2px;
    }
  `,
})
export class AssetChoice {
  readonly path = input.required<string>();
  readonly chosen = output<string>();

  protected readonly search = signal('');
  protected readonly found = listStorageResource(
    computed(() => ({ limit: SHOWN * 2, sort: '-date', search: this.search() || '.' }) as const),
  );
  protected readonly entries = computed(() =>
    this.found.hasValue()
      ? this.found
          .value()
          .files.map(fileEntry)
          .filter(({ kind }) => kind === 'image' || kind === 'video')
          .slice(0, SHOWN)
      : [],
  );
}
