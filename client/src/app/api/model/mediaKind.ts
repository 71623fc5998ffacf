
export type MediaKind = typeof MediaKind[keyof typeof MediaKind];


export const MediaKind = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  model: 'model',
} as const;
