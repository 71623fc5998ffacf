
export interface Liveness {
  status: string;
}
