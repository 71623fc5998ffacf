import type { AssetPath } from '../../assets/asset-path.js';
import { portableName } from './portable-name.js';

/** Gives the files of one archive their names: two never share one, and none is there twice. */
export class ArchiveNames {
  /** Paths by the names they have been given. */
  private readonly taken = new Map<string, string>();

  /** @param base the folder that names are relative to; undefined: the root. */
  constructor(private readonly base: AssetPath | undefined) {}

  /** The name of a file; undefined when it has been given one before. */
  take({ value }: AssetPath): string | undefined {
    const relative = this.base === undefined ? value : value.slice(this.base.value.length + 1);
    const wanted = portableName(relative);
    for (let number = 0; ; number += 1) {
      const name = number === 0 ? wanted : numbered(wanted, number);
      const owner = this.taken.get(name);
      if (owner === value) return undefined;
      if (owner !== undefined) continue;
      this.taken.set(name, value);
      return name;
    }
  }
}

/** Two names have become one, as `a:b.png` and `a_b.png` do. */
function numbered(name: string, number: number): string {
  return name.replace(/(\.[^./]*)?$/, ` (${number})$1`);
}
