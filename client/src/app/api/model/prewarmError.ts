
export interface PrewarmError {
  transformation: string;
  error: string;
}
