import type { Inputs } from './inputs.ts';
import type { Row } from './table.ts';

/** What a scenario works with. */
export interface BenchContext {
  /** Empty at the start, removed at the end. */
  readonly directory: string;
  readonly inputs: Inputs;
  /** Fewer and shorter rounds: figures that are good for a look, not for a claim. */
  readonly quick: boolean;
}

/** Measures one thing and gives the rows that tell of it. */
export type Scenario = (context: BenchContext) => Promise<readonly Row[]>;
