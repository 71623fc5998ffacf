import { Service, signal } from '@angular/core';

/** Why a page could not be shown: the server did not answer, or the console was replaced by a newer one. */
@Service()
export class NavigationTrouble {
  private readonly last = signal<unknown>(undefined);

  readonly error = this.last.asReadonly();

  /** Shows the failure in place of the page. */
  show(error: unknown): void {
    this.last.set(error);
  }
}
