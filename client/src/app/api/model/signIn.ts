
export interface SignIn {
  /** @maxLength 254 */
  email: string;
  /**
     * @minLength 1
     * @maxLength 128
     */
  password: string;
  /** Whether the session outlives the browser. */
  rememberMe?: boolean;
}
