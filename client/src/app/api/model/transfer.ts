
export interface Transfer {
  /** Where it was, or of what it is a copy. */
  source: string;
  path: string;
  /** How many assets that were. */
  fileCount: number;
}
