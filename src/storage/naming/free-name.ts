import type { AssetPath } from '../../assets/asset-path.js';
import { DomainError } from '../../errors/domain-error.js';

const MOST_NUMBERED_NAMES = 10_000;

/** `a.jpg`, `a (1).jpg`, `a (2).jpg` and so on, in the same folder. */
export function* numberedNames(path: AssetPath): Generator<AssetPath> {
  yield path;
  const dot = path.name.lastIndexOf('.');
  const [stem, ending] =
    dot <= 0 ? [path.name, ''] : [path.name.slice(0, dot), path.name.slice(dot)];
  for (let number = 1; number < MOST_NUMBERED_NAMES; number += 1) {
    yield path.withName(`${stem} (${number})${ending}`);
  }
}

/** Something lies at the path. */
export function nameTaken(path: AssetPath, cause?: Error): DomainError {
  return new DomainError('conflict', `"${path.value}" is taken.`, { cause });
}
