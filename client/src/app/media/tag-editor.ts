import { Component, input, output } from '@angular/core';
import { Icon } from '../ui/icon';

const MAX_LENGTH = 100;

/** An asset's tags: typed and ended by Enter or a comma, removed one by one. */
@Component({
  selector: 'app-tag-editor',
  imports: [Icon],
  template: `
    <div class="field">
      <label for="new-tag" i18n>Tags</label>
      <ul role="list">
        @for (tag of tags(); track tag) {
          <li class="badge">
            <bdi class="clip">{{ tag }}</bdi>
            <button type="button" (click)="remove(tag)">
              <span class="visually-hidden" i18n>Remove the tag {{ tag }}</span>
              <app-icon name="close" [size]="12" />
            </button>
          </li>
        }
        <li class="grow">
          <input
            #field
            id="new-tag"
            class="input slim quiet"
            autocomplete="off"
            placeholder="Add a tag"
            i18n-placeholder
            [attr.maxlength]="longest"
            (keydown.enter)="add(field)"
            (keydown.,)="add(field); $event.preventDefault()"
            (blur)="add(field)"
          />
        </li>
      </ul>
    </div>
  `,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
    }
    .badge {
      max-width: 100%;
      padding-right: 2px;
    }
    button {
      display: grid;
      place-items: center;
      width: 24px;
      height: 24px;
      padding: 0;
      border: 0;
      border-radius: 50%;
      background: none;
      color: inherit;
      cursor: pointer;
    }
    .grow {
      min-width: 100px;
    }
  `,
})
export class TagEditor {
  readonly tags = input.required<readonly string[]>();
  readonly edited = output<readonly string[]>();

  protected readonly longest = MAX_LENGTH;

  protected add(field: HTMLInputElement): void {
    const tag = field.value.trim();
    field.value = '';
    if (tag !== '' && !this.tags().includes(tag)) this.edited.emit([...this.tags(), tag]);
  }

  protected remove(tag: string): void {
    this.edited.emit(this.tags().filter((other) => other !== tag));
  }
}
