
export interface QueueStats {
  pending: number;
  processing: number;
  completed: number;
  error: number;
  cancelled: number;
  total: number;
}
