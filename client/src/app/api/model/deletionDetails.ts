
export interface DeletionDetails {
  filesDeleted: number;
  variantsDeleted: number;
  jobsDeleted: number;
}
