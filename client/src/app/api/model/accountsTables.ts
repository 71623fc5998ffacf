
export interface AccountsTables {
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  user: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  session: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  account: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  verification: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  apiKey: number;
}
