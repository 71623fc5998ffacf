import { Component, effect, ElementRef, input, signal, viewChild } from '@angular/core';
import { type ControlValueAccessor, NG_VALUE_ACCESSOR } from '@angular/forms';
import { MatIconButton } from '@angular/material/button';
import { Icon } from './icon';

/** A password's input, which shows what was typed while one wants to see it. */
@Component({
  selector: 'app-password-input',
  imports: [Icon, MatIconButton],
  providers: [{ provide: NG_VALUE_ACCESSOR, useExisting: PasswordInput, multi: true }],
  template: `
    <input
      #field
      class="input"
      [id]="inputId()"
      [type]="shown() ? 'text' : 'password'"
      [autocomplete]="autocomplete()"
      [attr.aria-describedby]="describedBy() || null"
      [attr.aria-invalid]="invalid() || null"
      maxlength="128"
      (input)="changed(field.value)"
      (blur)="touched()"
    />
    <button
      matIconButton
      type="button"
      [attr.aria-pressed]="shown()"
      aria-label="Show the password"
      i18n-aria-label
      (click)="shown.set(!shown())"
    >
      <app-icon [name]="shown() ? 'hidden' : 'visible'" />
    </button>
  `,
  styles: `
    :host {
      position: relative;
      display: block;
    }
    input {
      padding-right: 40px;
    }
    button {
      position: absolute;
      top: 1px;
      right: 1px;
    }
  `,
})
export class PasswordInput implements ControlValueAccessor {
  readonly inputId = input.required<string>();
  readonly autocomplete = input.required<'current-password' | 'new-password'>();
  readonly describedBy = input('');
  readonly invalid = input(false);

  protected readonly shown = signal(false);
  protected changed: (value: string) => void = ignore;
  protected touched: () => void = ignore;

  private readonly value = signal('');
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  constructor() {
    effect(() => {
      this.field().nativeElement.value = this.value();
    });
  }

  writeValue(value: string): void {
    this.value.set(value);
  }

  registerOnChange(changed: (value: string) => void): void {
    this.changed = changed;
  }

  registerOnTouched(touched: () => void): void {
    this.touched = touched;
  }
}

function ignore(): void {
  // Nobody listens yet.
}
