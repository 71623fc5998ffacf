
export interface NewFolder {
  /**
     * The folder's path; those above it are made, too.
     * @maxLength 1024
     */
  path: string;
}
