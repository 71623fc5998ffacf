
export interface CopyRequest {
  /**
     * The copy's path; with a slash at its end, the folder to copy into; without it, a numbered name beside the original.
     * @maxLength 1024
     */
  destination?: string;
}
