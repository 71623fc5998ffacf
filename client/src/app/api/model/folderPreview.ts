
export interface FolderPreview {
  path: string;
  version?: string;
}
