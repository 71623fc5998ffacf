import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { NamedTransformationDto } from '../api/model/namedTransformationDto';

/** Stands in for the controls of a step that calls a name. */
@Component({
  selector: 'app-named-step',
  imports: [MatButton],
  template: `
    @if (named(); as named) {
      <p i18n>
        This step is the named transformation <code>{{ named.name }}</code>. It stands for:
      </p>
      <code>{{ named.transformation }}</code>
      <button matButton="outlined" type="button" (click)="writtenOut.emit()" i18n>
        Write it out
      </button>
    } @else {
      <p i18n>
        This step calls <code>{{ name() }}</code>, which no transformation is named.
      </p>
    }
  `,
  styles: `
    :host {
      display: grid;
      justify-items: start;
      gap: 10px;
      padding: 16px 18px;
      font-size: 13.5px;
      overflow-wrap: anywhere;
    }
  `,
})
export class NamedStep {
  readonly name = input.required<string>();
  /** What it stands for; undefined when nothing has the name. */
  readonly named = input<NamedTransformationDto>();
  readonly writtenOut = output();
}
