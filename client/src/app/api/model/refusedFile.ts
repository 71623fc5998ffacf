
export interface RefusedFile {
  filename: string;
  error: string;
}
