import type { MediaType } from '../../assets/media-types.js';

/** An image's bytes on this machine. */
export interface ImageSource {
  /** Absolute path. */
  readonly file: string;
  readonly mediaType: MediaType;
  /** Tells what the file holds from what it held before; absent for a file that is read once. */
  readonly version?: string;
}

/** What is known of an image without decoding it. */
export interface ImageFacts {
  /** Pixels, as displayed: after the EXIF orientation. */
  readonly width: number;
  /** Pixels, as displayed: after the EXIF orientation. */
  readonly height: number;
  /** EXIF orientation 1 to 8, when the file has one. */
  readonly orientation?: number;
  readonly hasAlpha: boolean;
  /** Frames of an animation or pages of a document; 1 for a still. */
  readonly frames: number;
  /** The decoder's name for the format: `jpeg`, `png`, `heif`, `svg`… */
  readonly format: string;
}
