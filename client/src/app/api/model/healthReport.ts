
export interface HealthReport {
  status: string;
  service: string;
  /** The product's version. */
  version: string;
  /** The server's clock. */
  timestamp: string;
  /** Seconds since the process started. */
  uptime: number;
}
