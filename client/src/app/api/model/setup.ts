
export interface Setup {
  /**
     * @minLength 1
     * @maxLength 200
     */
  name: string;
  /** @maxLength 254 */
  email: string;
  /**
     * An upper-case and a lower-case letter, a digit and a symbol; not the e-mail address, not a common password.
     * @minLength 8
     * @maxLength 128
     */
  password: string;
}
