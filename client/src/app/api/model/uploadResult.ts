import type { RefusedFile } from './refusedFile.ts';
import type { UploadedFile } from './uploadedFile.ts';

export interface UploadResult {
  /** Whether every file was stored. */
  success: boolean;
  files: UploadedFile[];
  errors?: RefusedFile[];
}
