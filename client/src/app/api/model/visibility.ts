
/**
 * Who may see the files: everybody, or who has a credential or a signed URL. Unsaid, a replaced asset keeps its own.
 */
export type Visibility = typeof Visibility[keyof typeof Visibility];


export const Visibility = {
  public: 'public',
  private: 'private',
} as const;
