import type { ReadinessComponents } from './readinessComponents.ts';
import type { ReadinessStatus } from './readinessStatus.ts';

export interface Readiness {
  status: ReadinessStatus;
  /** Each part by name. */
  components: ReadinessComponents;
}
