
export interface DeletedJob {
  success: boolean;
}
