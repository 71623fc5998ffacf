import { Component, computed, input, output } from '@angular/core';
import type { TransformationEffect } from '../api/model/transformationEffect';
import type { TransformationParameter } from '../api/model/transformationParameter';
import { EffectEditor } from './effect-editor';
import { controlOf } from './parameter-kinds';

/** The control of one parameter, whichever suits its values. */
@Component({
  selector: 'app-parameter-control',
  imports: [EffectEditor],
  templateUrl: './parameter-control.html',
  styleUrl: './parameter-control.scss',
})
export class ParameterControl {
  readonly parameter = input.required<TransformationParameter>();
  readonly effects = input.required<readonly TransformationEffect[]>();
  readonly value = input.required<string>();
  /** What the server says against the value. */
  readonly wrong = input('');

  readonly changed = output<string>();

  protected readonly control = computed(() => controlOf(this.parameter()));
  protected readonly id = computed(() => `parameter-${this.parameter().key}`);
  protected readonly hint = computed(() => plain(this.parameter().description));
  protected readonly values = computed(() => plain(this.parameter().values));
  protected readonly several = computed(() => new Set(this.value().split('.')));
  protected readonly swatch = computed(() => {
    const hex = /^(?:rgb:)?([\da-f]{6})$/i.exec(this.value())?.[1];
    return hex === undefined ? '#ffffff' : `#${hex}`;
  });

  protected toggle(choice: string, on: boolean): void {
    const left = this.value()
      .split('.')
      .filter((one) => one !== '' && one !== choice);
    this.changed.emit((on ? [...left, choice] : left).join('.'));
  }
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}
