import type { MediaType } from '../../assets/media-types.js';
import { unprocessable } from './video-errors.js';

/** ffmpeg's reader of each container; only the sniffed one is ever tried. */
const DEMUXERS: ReadonlyMap<string, string> = new Map([
  ['video/mp4', 'mov'],
  ['video/quicktime', 'mov'],
  ['video/webm', 'matroska'],
  ['video/matroska', 'matroska'],
  ['video/x-msvideo', 'avi'],
]);

/**
 * The options before `-i` that keep ffmpeg and ffprobe to one file: the reader is given, so that a playlist or a list of
 * files is not recognised as one, and no protocol but plain files is open to any part of it.
 * @throws {DomainError} `unprocessable-asset` for a container that is not read.
 */
export function inputOptions({ contentType }: MediaType): readonly string[] {
  const demuxer = DEMUXERS.get(contentType);
  if (demuxer === undefined) throw unprocessable('Videos of this format cannot be processed.');
  return ['-protocol_whitelist', 'file', '-f', demuxer];
}

/** A path that ffmpeg cannot take for an option or for another protocol's address. */
export function inputPath(file: string): string {
  return `file:${file}`;
}
