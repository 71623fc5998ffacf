
export interface BackupDto {
  name: string;
  /** Bytes. */
  size: number;
  createdAt: string;
}
