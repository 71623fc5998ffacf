
export interface ServiceInfo {
  status: string;
  service: string;
  /** The product's version. */
  version: string;
}
