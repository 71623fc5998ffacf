
export interface BackupCheck {
  sound: boolean;
  /** What is wrong with it. */
  reason?: string;
}
