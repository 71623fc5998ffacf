
export interface DeletedApiKey {
  success: boolean;
  message: string;
}
