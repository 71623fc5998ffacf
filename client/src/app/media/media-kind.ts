import type { IconName } from '../ui/icons';

/** What an asset is to a person. */
export type Kind = 'image' | 'video' | 'audio' | 'model' | 'other';

export const KIND_ICONS: Readonly<Record<Kind, IconName>> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  model: 'model',
  other: 'file',
};

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  image: $localize`Images`,
  video: $localize`Videos`,
  audio: $localize`Audio`,
  model: $localize`3D models`,
  other: $localize`Other`,
};

/** The kind a media type belongs to. */
export function kindOf(contentType: string): Kind {
  const [family] = contentType.split('/', 1);
  switch (family) {
    case 'image':
    case 'video':
    case 'audio':
    case 'model':
      return family;
    default:
      return 'other';
  }
}

/** The transformation of a small picture of an asset; undefined where there is none to be had. */
export function thumbnailOf(kind: Kind, width: number, height: number): string | undefined {
  const size = `w_${width},h_${height},c_fill,q_auto:eco,f_webp`;
  if (kind === 'image') return size;
  return kind === 'video' ? `t_true,${size}` : undefined;
}
