
export interface MoveRequest {
  /**
     * The new path; with a slash at its end, the folder to move into (`/` is the root).
     * @maxLength 1024
     */
  destination: string;
}
