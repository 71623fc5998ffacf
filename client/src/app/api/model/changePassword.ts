
export interface ChangePassword {
  /**
     * @minLength 1
     * @maxLength 128
     */
  currentPassword: string;
  /**
     * @minLength 8
     * @maxLength 128
     */
  newPassword: string;
  /** Whether every other session ends, which is the default. */
  revokeOtherSessions?: boolean;
}
