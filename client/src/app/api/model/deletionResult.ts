import type { DeletionDetails } from './deletionDetails.ts';

export interface DeletionResult {
  success: boolean;
  message: string;
  details: DeletionDetails;
}
