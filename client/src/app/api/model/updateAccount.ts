
export interface UpdateAccount {
  /**
     * @minLength 1
     * @maxLength 200
     */
  name: string;
}
