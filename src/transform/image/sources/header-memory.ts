import { LRUCache } from 'lru-cache';
import type { ImageSource, SourceHeader } from './image-source.js';

/** Bytes, about: headers are small, but for the EXIF block some cameras write. */
const REMEMBERED_BYTES = 8 * 1024 * 1024;
const ENTRY_BYTES = 512;

const headers = new LRUCache<string, SourceHeader>({
  maxSize: REMEMBERED_BYTES,
  sizeCalculation: ({ exif }) => ENTRY_BYTES + (exif?.length ?? 0),
});

/**
 * The header of a source whose content has a version, read when it has not been read before.
 * Reading one is a twentieth of a small JPEG's render.
 */
export async function rememberedHeader(
  { version, mediaType }: ImageSource,
  page: number,
  read: () => Promise<SourceHeader>,
): Promise<SourceHeader> {
  if (version === undefined) return read();
  const key = `${version} ${mediaType.contentType} ${page}`;
  const known = headers.get(key);
  if (known !== undefined) return known;
  const header = await read();
  headers.set(key, header);
  return header;
}
