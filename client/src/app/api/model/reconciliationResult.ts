
export interface ReconciliationResult {
  success: boolean;
  /** Files that the index did not know. */
  added: number;
  /** Files that had been replaced. */
  changed: number;
  /** Files that were no longer there. */
  removed: number;
}
