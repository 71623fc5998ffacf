
export interface RevokeSession {
  /**
     * The session's id.
     * @minLength 1
     * @maxLength 64
     */
  id: string;
}
