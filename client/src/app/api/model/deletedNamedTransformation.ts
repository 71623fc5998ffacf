
export interface DeletedNamedTransformation {
  success: boolean;
  message: string;
}
