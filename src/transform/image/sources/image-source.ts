import type { MediaType } from '../../../assets/media-types.js';

/** An image's bytes on this machine. */
export interface ImageSource {
  /** Absolute path; not opened where `data` is given. */
  readonly file: string;
  /** What the file holds. */
  readonly data?: Buffer;
  readonly mediaType: MediaType;
  /** Tells what the file holds from what it held before; absent for a file that is read once. */
  readonly version?: string;
}

/** Whether it is drawn: an SVG. */
export function isDrawing({ mediaType }: ImageSource): boolean {
  return mediaType.contentType === 'image/svg+xml';
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

/** What an image file says of itself before it is decoded. */
export interface SourceHeader {
  readonly format: string;
  /** Pixels as stored: before the EXIF orientation; of one frame. */
  readonly width: number;
  readonly height: number;
  readonly orientation?: number;
  readonly hasAlpha: boolean;
  /** Frames of an animation or pages of a document. */
  readonly pages: number;
  /** Milliseconds, one for each frame. */
  readonly delay?: readonly number[];
  readonly loop?: number;
  /** 16-bit samples with a colour profile. */
  readonly deepColour: boolean;
  /** Grey, or of 16-bit samples: only in RGB of 8 bits do colours come out as they are painted and mixed. */
  readonly needsRgb: boolean;
  /** The EXIF block, as stored. */
  readonly exif?: Buffer;
}
