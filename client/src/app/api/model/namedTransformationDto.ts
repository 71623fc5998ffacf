
export interface NamedTransformationDto {
  name: string;
  /** In its canonical form. */
  transformation: string;
  /** When it was last changed. */
  updatedAt: string;
}
