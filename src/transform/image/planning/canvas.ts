import type { Turn } from '../../language/transformation.js';
import type { Size } from './size.js';

/** A picture between two steps. */
export interface Canvas extends Size {
  readonly hasAlpha: boolean;
  /** What still has to be done to see it upright; the size is that before it. */
  readonly turn: Turn;
}
