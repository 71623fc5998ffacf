
export interface BackupCheck {
  sound: boolean;
  /** What is wrong with it. */
  reason?: string;
  /** What is sound and yet not all: its companion, with the index of the assets, is missing. */
  warning?: string;
}
