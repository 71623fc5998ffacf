
export interface BackupDto {
  name: string;
  /**
     * Bytes.
     * @minimum 0
     * @maximum 9007199254740991
     */
  size: number;
  createdAt: string;
}
