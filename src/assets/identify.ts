import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import type { AssetPath } from './asset-path.js';
import {
  MEDIA_TYPES,
  mediaTypeOfContentType,
  mediaTypeOfExtension,
  type MediaType,
} from './media-types.js';
import { DomainError } from '../errors/domain-error.js';

const TEXT_PROBE_BYTES = 64 * 1024;
/** Declared by clients that do not know: no claim at all. */
const NO_CLAIM = new Set(['', 'application/octet-stream', 'binary/octet-stream']);
/** Main brands of HEIF that leave open how the picture is coded, which the name then says and the decoder sees. */
const ANY_HEIF: ReadonlySet<string> = new Set(['image/heif', 'image/heif-sequence']);
/** Containers whose marks and endings the world mixes up, all of one family of formats. */
const ISO_MEDIA = new Set(['video/mp4', 'video/quicktime', 'audio/mp4']);

/**
 * The media type of a received file, on which its name, its declared type and its leading bytes must agree.
 * @param declared the media type the client gave, if any.
 * @throws {DomainError} `unsupported-media-type`, saying which of the three disagrees.
 */
export async function identify(
  file: string,
  path: AssetPath,
  declared: string | undefined,
): Promise<MediaType> {
  const refuse = (message: string) => new DomainError('unsupported-media-type', message);
  const named = mediaTypeOfExtension(path.extension);
  if (named === undefined) {
    throw refuse(
      path.extension === ''
        ? 'The name has no ending that tells its type.'
        : `Files that end in ".${path.extension}" are not stored here; these are: ${knownExtensions()}.`,
    );
  }
  const found = (await mediaTypeOfBytes(file, named)) ?? (await mediaTypeOfText(file, named));
  if (found === undefined)
    throw refuse(`The content is no ${named.contentType}, as the name says.`);
  if (!agree(found, named)) {
    throw refuse(`The content is ${found.contentType}, but the name says ${named.contentType}.`);
  }
  if (declared !== undefined && !NO_CLAIM.has(declared.trim().toLowerCase())) {
    const claimed = mediaTypeOfContentType(declared);
    const known =
      claimed !== undefined &&
      (agree(claimed, named) || named.aliases.includes(bareType(declared)));
    if (!known)
      throw refuse(
        `The content is ${found.contentType}, but it was declared as ${bareType(declared)}.`,
      );
  }
  return named;
}

function agree(one: MediaType, other: MediaType): boolean {
  return (
    one.contentType === other.contentType ||
    (ISO_MEDIA.has(one.contentType) && ISO_MEDIA.has(other.contentType))
  );
}

async function mediaTypeOfBytes(file: string, named: MediaType): Promise<MediaType | undefined> {
  const detected = await fileTypeFromFile(file);
  if (detected === undefined) return undefined;
  if (ANY_HEIF.has(detected.mime) && named.contentType === 'image/avif') return named;
  return mediaTypeOfContentType(detected.mime);
}

/** Text formats have no signature; a file is one only if it is UTF-8 text and looks like it. */
async function mediaTypeOfText(file: string, named: MediaType): Promise<MediaType | undefined> {
  const recognise = TEXT_FORMATS[named.contentType];
  if (recognise === undefined) return undefined;
  const { bytes, size } = await readStart(file);
  return recognise(bytes, size) ? named : undefined;
}

const TEXT_FORMATS: Readonly<Record<string, (bytes: Buffer, size: number) => boolean>> = {
  'image/svg+xml': (bytes) => isText(bytes) && SVG_ROOT.test(withoutProlog(bytes.toString('utf8'))),
  'model/gltf+json': (bytes) => isText(bytes) && bytes.toString('utf8').trimStart().startsWith('{'),
  'model/obj': (bytes) => isText(bytes) && OBJ_LINE.test(bytes.toString('utf8')),
  'model/stl': (bytes, size) => isStl(bytes, size),
};

const SVG_ROOT = /^<(?:[A-Za-z_][\w.-]{0,32}:)?svg[\s/>]/;
const OBJ_LINE = /^(?:v|vn|vt|f|o|g|mtllib|usemtl|s)\s+\S/m;

/** Skips what may stand before the root element. Each step moves on, so the work is bounded by the text. */
function withoutProlog(text: string): string {
  let rest = text.replace(/^\uFEFF/, '').trimStart();
  for (;;) {
    const end = rest.startsWith('<?')
      ? '?>'
      : rest.startsWith('<!--')
        ? '-->'
        : rest.startsWith('<!')
          ? '>'
          : undefined;
    if (end === undefined) return rest;
    const close =
      rest.startsWith('<!DOCTYPE') && rest.includes('[') && rest.indexOf('[') < rest.indexOf('>')
        ? rest.indexOf(']>') + 1
        : rest.indexOf(end) + end.length - 1;
    if (close <= 0) return '';
    rest = rest.slice(close + 1).trimStart();
  }
}

/** Binary STL: an 80-byte header, a triangle count, then 50 bytes a triangle; the text form begins with `solid`. */
function isStl(bytes: Buffer, size: number): boolean {
  if (isText(bytes) && bytes.toString('latin1').trimStart().startsWith('solid')) return true;
  return bytes.length >= 84 && size === 84 + 50 * bytes.readUInt32LE(80);
}

function isText(bytes: Buffer): boolean {
  if (bytes.length === 0 || bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

async function readStart(file: string): Promise<{ readonly bytes: Buffer; readonly size: number }> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const { bytesRead, buffer } = await handle.read(
    Buffer.alloc(Math.min(size, TEXT_PROBE_BYTES)),
    0,
  );
  return { bytes: buffer.subarray(0, bytesRead), size };
}

function bareType(declared: string): string {
  return (declared.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function knownExtensions(): string {
  return MEDIA_TYPES.flatMap(({ extensions }) => extensions).join(', ');
}
