import { computed, signal, type Signal } from '@angular/core';

/** How a click changes what is selected. */
export type SelectionGesture = 'only' | 'toggle' | 'range';

interface Place {
  readonly path: string;
}

/** Which entries of a list are selected, and which one the keyboard is on. Entries that leave the list leave it too. */
export class Selection<T extends Place> {
  private readonly chosen = signal<ReadonlySet<string>>(new Set());
  private readonly current = signal<string | undefined>(undefined);
  private readonly anchor = signal<string | undefined>(undefined);

  /** The selected entries, in the list's order. */
  readonly entries = computed(() => {
    const chosen = this.chosen();
    return chosen.size === 0 ? [] : this.all().filter(({ path }) => chosen.has(path));
  });
  readonly size = computed(() => this.entries().length);
  /** The path of the entry the keyboard is on. */
  readonly active = this.current.asReadonly();

  constructor(private readonly all: Signal<readonly T[]>) {}

  has(path: string): boolean {
    return this.chosen().has(path);
  }

  /** Selects as a click or a key on an entry says. */
  choose(path: string, gesture: SelectionGesture): void {
    this.current.set(path);
    switch (gesture) {
      case 'only':
        this.chosen.set(new Set([path]));
        this.anchor.set(path);
        break;
      case 'toggle':
        this.chosen.update((chosen) => toggled(chosen, path));
        this.anchor.set(path);
        break;
      case 'range':
        this.chosen.set(new Set(this.between(this.anchor() ?? path, path)));
        break;
    }
  }

  /** Moves the keyboard to an entry and leaves what is selected. */
  moveTo(path: string): void {
    this.current.set(path);
  }

  selectAll(): void {
    this.chosen.set(new Set(this.all().map(({ path }) => path)));
  }

  clear(): void {
    this.chosen.set(new Set());
    this.anchor.set(undefined);
  }

  private between(from: string, to: string): readonly string[] {
    const paths = this.all().map(({ path }) => path);
    const [first, last] = [paths.indexOf(from), paths.indexOf(to)].sort((one, two) => one - two);
    return first === undefined || last === undefined || first < 0
      ? [to]
      : paths.slice(first, last + 1);
  }
}

function toggled(chosen: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(path)) next.add(path);
  return next;
}
