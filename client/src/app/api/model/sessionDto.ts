
export interface SessionDto {
  id: string;
  createdAt: string;
  expiresAt: string;
  /**
     * Where it was opened from.
     * @nullable
     */
  ipAddress: string | null;
  /** @nullable */
  userAgent: string | null;
  /** Whether it is the session that asks. */
  current: boolean;
}
