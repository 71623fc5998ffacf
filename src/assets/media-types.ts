/** Every kind of asset. */
export const MEDIA_KINDS = ['image', 'video', 'audio', 'model'] as const;

/** What can be done with an asset follows from its kind. */
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** One kind of file the product stores. */
export interface MediaType {
  readonly kind: MediaKind;
  /** IANA media type it is delivered as. */
  readonly contentType: string;
  /** Endings that name it, the usual one first. */
  readonly extensions: readonly string[];
  /** Media types that content sniffing or a client may use for the same thing. */
  readonly aliases: readonly string[];
  /** Its text can run scripts in a browser, so it is never shown inline. */
  readonly active?: true;
  /** Read through a lossless working copy, since the image engine cannot open it. */
  readonly needsWorkingCopy?: true;
}

const type = (
  kind: MediaKind,
  contentType: string,
  extensions: readonly string[],
  more: Partial<MediaType> = {},
): MediaType => ({ kind, contentType, extensions, aliases: [], ...more });

/** The one list of media types that are stored and delivered. */
export const MEDIA_TYPES = [
  type('image', 'image/jpeg', ['jpg', 'jpeg', 'jpe', 'jfif'], {
    aliases: ['image/jpg', 'image/pjpeg', 'image/mpo'],
  }),
  type('image', 'image/png', ['png'], { aliases: ['image/apng', 'image/x-png'] }),
  type('image', 'image/webp', ['webp']),
  type('image', 'image/avif', ['avif']),
  type('image', 'image/gif', ['gif']),
  type('image', 'image/tiff', ['tif', 'tiff']),
  type('image', 'image/svg+xml', ['svg'], { active: true, aliases: ['image/svg'] }),
  type('image', 'image/heic', ['heic', 'heif', 'hif'], {
    needsWorkingCopy: true,
    aliases: ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
  }),
  type('image', 'image/vnd.adobe.photoshop', ['psd'], {
    needsWorkingCopy: true,
    aliases: ['image/x-photoshop', 'application/x-photoshop', 'application/photoshop', 'image/psd'],
  }),
  // Telephones mark their MP4 as 3GPP's, which is a kind of it.
  type('video', 'video/mp4', ['mp4', 'm4v'], {
    aliases: ['video/x-m4v', 'video/3gpp', 'video/3gpp2'],
  }),
  type('video', 'video/quicktime', ['mov', 'qt']),
  type('video', 'video/webm', ['webm']),
  type('video', 'video/matroska', ['mkv'], { aliases: ['video/x-matroska'] }),
  type('video', 'video/x-msvideo', ['avi'], { aliases: ['video/vnd.avi', 'video/avi'] }),
  type('audio', 'audio/mpeg', ['mp3'], { aliases: ['audio/mp3'] }),
  type('audio', 'audio/mp4', ['m4a'], { aliases: ['audio/x-m4a', 'audio/m4a', 'audio/aac'] }),
  type('audio', 'audio/wav', ['wav'], { aliases: ['audio/x-wav', 'audio/vnd.wave', 'audio/wave'] }),
  type('audio', 'audio/ogg', ['ogg', 'oga', 'opus'], {
    aliases: ['application/ogg', 'audio/opus', 'audio/ogg; codecs=opus', 'video/ogg'],
  }),
  type('audio', 'audio/flac', ['flac'], { aliases: ['audio/x-flac'] }),
  type('model', 'model/gltf-binary', ['glb']),
  type('model', 'model/gltf+json', ['gltf'], { aliases: ['application/json'] }),
  type('model', 'model/stl', ['stl'], {
    aliases: [
      'application/sla',
      'application/vnd.ms-pki.stl',
      'model/x.stl-ascii',
      'model/x.stl-binary',
    ],
  }),
  type('model', 'model/obj', ['obj'], { aliases: ['text/plain'] }),
] as const satisfies readonly MediaType[];

const byExtension = new Map<string, MediaType>(
  MEDIA_TYPES.flatMap((media) => media.extensions.map((extension) => [extension, media] as const)),
);

const byContentType = new Map<string, MediaType>(
  [...MEDIA_TYPES]
    .reverse()
    .flatMap((media) =>
      [media.contentType, ...media.aliases].map((name) => [name, media] as const),
    ),
);

/** Of lossless images that are made on the way to others. */
export const PNG: MediaType = MEDIA_TYPES[1];

/** The media type that a lower-case ending without its dot names. */
export function mediaTypeOfExtension(extension: string): MediaType | undefined {
  return byExtension.get(extension);
}

/** The IANA name of what a lower-case ending says; that of mere bytes for one that says nothing. */
export function contentTypeOf(extension: string): string {
  return byExtension.get(extension)?.contentType ?? 'application/octet-stream';
}

/** The media type that an IANA name, or an alias of one, means. Parameters are ignored. */
export function mediaTypeOfContentType(contentType: string): MediaType | undefined {
  return byContentType.get((contentType.split(';', 1)[0] ?? '').trim().toLowerCase());
}
