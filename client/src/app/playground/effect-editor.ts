import { Component, computed, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import type { TransformationEffect } from '../api/model/transformationEffect';
import { Icon } from '../ui/icon';
import { argumentOf, newEffect, readEffects, writeEffects, type SetEffect } from './effects';

/** The effects of a step, in their order. */
@Component({
  selector: 'app-effect-editor',
  imports: [Icon, MatIconButton],
  template: `
    @for (line of lines(); track $index) {
      <div class="line">
        <code>{{ line.name }}</code>
        @if (line.range; as range) {
          <input
            #slider
            type="range"
            [min]="range.min"
            [max]="range.max"
            [value]="line.amount"
            [attr.aria-label]="line.name"
            (input)="setAmount($index, slider.value)"
          />
          <span class="number">{{ line.amount }}</span>
        } @else {
          <span></span><span></span>
        }
        <button matIconButton type="button" (click)="remove($index)">
          <span class="visually-hidden" i18n>Remove {{ line.name }}</span>
          <app-icon name="close" [size]="14" />
        </button>
      </div>
    }
    <select
      #more
      class="input slim"
      aria-label="Add an effect"
      i18n-aria-label
      (change)="add(more.value); more.value = ''"
    >
      <option value="" i18n>Add an effect…</option>
      @for (effect of effects(); track effect.name) {
        <option [value]="effect.name">{{ effect.name }} – {{ effect.description }}</option>
      }
    </select>
  `,
  styles: `
    :host {
      display: grid;
      gap: 4px;
    }
    .line {
      display: grid;
      grid-template-columns: 92px 1fr 40px 30px;
      align-items: center;
      gap: 8px;
    }
    input {
      width: 100%;
      height: 24px;
      margin: 0;
      accent-color: var(--accent);
    }
    .number {
      font-size: 12.5px;
      text-align: right;
    }
  `,
})
export class EffectEditor {
  readonly effects = input.required<readonly TransformationEffect[]>();
  readonly value = input.required<string>();
  readonly changed = output<string>();

  private readonly chosen = computed(() => readEffects(this.value()));
  protected readonly lines = computed(() =>
    this.chosen().map(({ name, argument }) => {
      const effect = this.effects().find((one) => one.name === name);
      const range = effect && argumentOf(effect);
      const [given = ''] = argument.split(':');
      return { name, range, amount: given === '' ? String(range?.min ?? '') : given };
    }),
  );

  protected add(name: string): void {
    const effect = this.effects().find((one) => one.name === name);
    if (effect !== undefined) this.tell([...this.chosen(), newEffect(effect)]);
  }

  protected remove(index: number): void {
    this.tell(this.chosen().filter((_, at) => at !== index));
  }

  protected setAmount(index: number, amount: string): void {
    this.tell(
      this.chosen().map((effect, at) => {
        if (at !== index) return effect;
        const [, ...rest] = effect.argument.split(':');
        return { ...effect, argument: [amount, ...rest].join(':') };
      }),
    );
  }

  private tell(effects: readonly SetEffect[]): void {
    this.changed.emit(writeEffects(effects));
  }
}
