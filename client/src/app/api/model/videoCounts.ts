
export interface VideoCounts {
  pending: number;
  processing: number;
  completed: number;
  error: number;
  cancelled: number;
}
