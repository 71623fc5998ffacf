import { Component, computed, inject } from '@angular/core';
import {
  FormControl,
  FormRecord,
  NonNullableFormBuilder,
  ReactiveFormsModule,
  Validators,
} from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { getSystemResource } from '../api/health/health.resource';
import type { ApiKeyDto } from '../api/model/apiKeyDto';
import type { CreateApiKey } from '../api/model/createApiKey';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { formatDuration } from '../ui/duration';
import { SCOPES, type Scope } from './scopes';

const DAY_SECONDS = 86_400;

/** What the dialog is opened with: a key to change, or none to make one; and what saves it. */
export interface KeyDialogData {
  readonly key?: ApiKeyDto;
  readonly save: (wanted: CreateApiKey) => Promise<void>;
}

/** Makes or changes a key. It stays open until the server has agreed. */
@Component({
  selector: 'app-key-dialog',
  imports: [MatButton, MatDialogModule, ProblemNotice, ReactiveFormsModule],
  templateUrl: './key-dialog.html',
  styles: `
    fieldset {
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0;
      margin-bottom: 6px;
      color: var(--ink-soft);
      font-size: 12.5px;
      font-weight: 540;
    }
    .scope {
      display: grid;
      grid-template-columns: 16px 1fr;
      align-items: start;
      gap: 0 10px;
      color: var(--ink);

      input {
        margin-top: 2px;
      }
    }
    .two {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(160px, 1fr));
      align-items: start;
      gap: 16px;
    }
  `,
})
export class KeyDialog {
  private readonly data = inject<KeyDialogData>(MAT_DIALOG_DATA);
  private readonly dialog = inject(MatDialogRef);
  private readonly system = getSystemResource();
  private readonly builder = inject(NonNullableFormBuilder);

  protected readonly isNew = this.data.key === undefined;
  protected readonly scopes = SCOPES;
  protected readonly lifetimes = [
    { days: 0, label: $localize`Never` },
    { days: 7, label: $localize`In 7 days` },
    { days: 30, label: $localize`In 30 days` },
    { days: 90, label: $localize`In 90 days` },
    { days: 365, label: $localize`In a year` },
  ];
  protected readonly form = this.builder.group({
    name: [
      this.data.key?.name ?? '',
      [Validators.required, Validators.maxLength(100), Validators.pattern(/\S/)],
    ],
    days: 90,
    rateLimit: new FormControl(this.data.key?.rateLimit ?? null, [
      Validators.min(1),
      Validators.max(1_000_000),
    ]),
    scopes: new FormRecord<FormControl<boolean>>(
      Object.fromEntries(SCOPES.map(({ scope }) => [scope, this.scopeControl(scope)])),
      ({ value }) => (Object.values(value as object).includes(true) ? null : { none: true }),
    ),
  });
  /** The time a key's requests are counted in. */
  protected readonly window = computed(() =>
    this.system.hasValue() ? formatDuration(this.system.value().limits.keyWindowSeconds) : '',
  );
  protected readonly submission = new Submission();

  protected async submit(): Promise<void> {
    this.form.markAllAsTouched();
    if (this.form.invalid) return;
    await this.submission.run(async () => {
      await this.data.save(this.wanted());
      this.dialog.close();
    });
  }

  private scopeControl(scope: Scope): FormControl<boolean> {
    const given = this.data.key?.scopes ?? ['read', 'write'];
    return this.builder.control(given.includes(scope));
  }

  private wanted(): CreateApiKey {
    const { name, days, rateLimit, scopes } = this.form.getRawValue();
    return {
      name: name.trim(),
      scopes: SCOPES.map(({ scope }) => scope).filter((scope) => scopes[scope]),
      ...(rateLimit !== null && { rateLimit }),
      ...(this.isNew && days > 0 && { expiresIn: days * DAY_SECONDS }),
    };
  }
}
