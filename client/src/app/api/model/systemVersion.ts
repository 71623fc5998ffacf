
export interface SystemVersion {
  name: string;
  version: string;
}
