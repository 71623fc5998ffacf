
export interface Folder {
  name: string;
  path: string;
  /** The folder it lies in; empty for the root. */
  parent: string;
}
