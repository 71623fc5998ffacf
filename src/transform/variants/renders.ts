import { Injectable } from '@nestjs/common';
import { Leases } from '../../redis/leases.js';
import { RenderSlots } from './render-slots.js';
import type { VariantKey } from './variant-key.js';

/** A render that others may be asked for, too. */
export interface WantedRender<T, Made> {
  /** What has been made of it by now; `again`: perhaps by another process, a moment ago. */
  readonly look: (look: 'once' | 'again') => Promise<T | undefined>;
  /** Lets the render begin, or refuses it. */
  readonly admit: (() => Promise<void>) | undefined;
  /** Done in a slot. */
  readonly render: () => Promise<Made>;
  /** Puts the result where others find it. */
  readonly keep: (made: Made) => Promise<T>;
}

/** Has each render done once, whichever processes are asked for it, and as many at the same time as there are slots. */
@Injectable()
export class Renders {
  constructor(
    private readonly slots: RenderSlots,
    private readonly leases: Leases,
  ) {}

  /** @throws {DomainError} `too-busy`; what `admit` and `render` throw; the signal's reason. */
  once<T, Made>(
    key: VariantKey,
    { look, admit, render, keep }: WantedRender<T, Made>,
    signal: AbortSignal,
  ): Promise<T> {
    const work = async () => {
      await admit?.();
      return keep(await this.slots.run(render, signal));
    };
    const lookNow = () => look(this.leases.areShared ? 'again' : 'once');
    return this.leases.once(`render:${key.variant}`, { look: lookNow, work }, signal);
  }
}
