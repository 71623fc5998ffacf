
export interface NewNamedTransformation {
  /**
     * One to eight steps joined by `/`, without names in it.
     * @minLength 1
     * @maxLength 2048
     */
  transformation: string;
}
