import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { firstValueFrom } from 'rxjs';
import { DeliveryService } from '../api/delivery/delivery.service';
import { Notices } from '../problems/notices';
import { Submission } from '../problems/submission';
import { CopyButton } from '../ui/copy-button';

const HOUR_SECONDS = 3_600;

/** Makes an address that works for a while, of private assets too; it is gone with the asset or the time it is for. */
@Component({
  selector: 'app-signed-address',
  imports: [CopyButton, MatButton],
  template: `
    <div class="make">
      <label class="grow" for="signed-for" i18n>Signed address for</label>
      <select
        #choice
        id="signed-for"
        class="input slim quiet"
        (change)="lifetime.set(+choice.value)"
      >
        @for (item of lifetimes; track item.seconds) {
          <option [value]="item.seconds">{{ item.label }}</option>
        }
      </select>
      <button
        matButton="outlined"
        type="button"
        disabledInteractive
        [disabled]="submission.busy()"
        (click)="sign()"
        i18n
      >
        Sign
      </button>
    </div>
    @if (address(); as made) {
      <div class="url">
        <p class="mono clip" [title]="made">{{ made }}</p>
        <app-copy-button [text]="made" label="Copy the signed address" i18n-label />
      </div>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .make {
      display: flex;
      align-items: center;
      gap: 8px;
      font-size: 13px;
    }
    select {
      width: auto;
    }
    .url {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      padding: 4px 4px 4px 11px;
      border: 1px solid var(--line);
      border-radius: var(--radius-small);
    }
  `,
})
export class SignedAddress {
  readonly path = input.required<string>();

  private readonly api = inject(DeliveryService);
  private readonly notices = inject(Notices);
  protected readonly lifetimes = [
    { seconds: HOUR_SECONDS, label: $localize`1 hour` },
    { seconds: 24 * HOUR_SECONDS, label: $localize`1 day` },
    { seconds: 7 * 24 * HOUR_SECONDS, label: $localize`7 days` },
  ];
  protected readonly lifetime = signal(HOUR_SECONDS);
  protected readonly submission = new Submission((problem) => {
    this.notices.tellProblem(problem);
  });
  private readonly request = computed(() => ({ path: this.path(), expiresIn: this.lifetime() }));
  protected readonly address = linkedSignal({ source: this.request, computation: () => '' });

  protected async sign(): Promise<void> {
    const request = this.request();
    await this.submission.run(async () => {
      const { url } = await firstValueFrom(this.api.signUrl(request));
      // Meanwhile another asset may be shown, or another time be chosen.
      if (request === this.request()) this.address.set(new URL(url, location.origin).href);
    });
  }
}
