
export interface JobCounts {
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  pending: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  processing: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  completed: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  error: number;
  /**
     * @minimum 0
     * @maximum 9007199254740991
     */
  cancelled: number;
}
