
export interface InvalidationResult {
  success: boolean;
  variantsDeleted: number;
}
