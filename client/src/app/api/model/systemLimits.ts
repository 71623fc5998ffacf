
export interface SystemLimits {
  /** Largest upload, bytes. */
  fileBytes: number;
  /** Largest side of a result, px. */
  outputSide: number;
  /** Largest area of a source, px. */
  sourcePixels: number;
  /** Longest video that is transformed, seconds. */
  videoSeconds: number;
  /** Images rendered at the same time. */
  renders: number;
  /** Requests of a key without a limit of its own in a window. */
  keyRequests: number;
  /** Seconds of that window. */
  keyWindowSeconds: number;
  /** Renders an anonymous address may cause in a minute; 0 is no limit. */
  publicRenders: number;
  /** Backups kept. */
  backups: number;
}
