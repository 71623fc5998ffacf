
export interface SignRequest {
  /**
     * The asset's path.
     * @maxLength 1024
     */
  path: string;
  /**
     * Without it the URL delivers the original.
     * @maxLength 2048
     */
  transformation?: string;
  /**
     * Seconds that the URL is good for; for ever when left out.
     * @minimum 1
     * @maximum 31536000
     */
  expiresIn?: number;
}
