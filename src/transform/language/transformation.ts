/** A length in CSS pixels, or as a share (0 to 1) of the source's side. */
export interface Length {
  readonly unit: 'px' | 'share';
  readonly value: number;
}

/** How a source meets its box; docs/transformations.md has the table. */
export const CROP_MODES = [
  'scale',
  'fit',
  'limit',
  'mfit',
  'fill',
  'lfill',
  'pad',
  'lpad',
  'mpad',
  'fill_pad',
  'crop',
  'thumb',
] as const;
export type CropMode = (typeof CROP_MODES)[number];

/** What a crop keeps. */
export const GRAVITIES = [
  'center',
  'north',
  'south',
  'east',
  'west',
  'north_east',
  'north_west',
  'south_east',
  'south_west',
  'auto',
  'face',
  'faces',
  'xy_center',
] as const;
export type Gravity = (typeof GRAVITIES)[number];

/** A turn of the picture: mirrored left to right first, if at all, then turned clockwise by 0 to 360 degrees. */
export interface Turn {
  readonly mirrored: boolean;
  readonly degrees: number;
}

/** Corner radii in CSS px, clockwise from the top left; `max` makes an ellipse. */
export type Radius =
  | { readonly kind: 'max' }
  | { readonly kind: 'corners'; readonly corners: readonly [number, number, number, number] };

/** sRGB, each channel 0 to 255, `alpha` too: 0 is transparent, 255 opaque. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** A border inside the output size; `width` in CSS px. */
export interface Border {
  readonly width: number;
  readonly colour: Colour;
}

/** A pixel effect; ranges are those of the effect table. */
export type Effect =
  | {
      readonly name:
        | 'blur'
        | 'sharpen'
        | 'unsharp_mask'
        | 'blackwhite'
        | 'sepia'
        | 'brightness'
        | 'contrast'
        | 'saturation'
        | 'hue'
        | 'gamma'
        | 'vignette'
        | 'pixelate'
        | 'trim';
      readonly amount: number;
    }
  | { readonly name: 'grayscale' | 'negate' | 'improve' }
  | { readonly name: 'tint'; readonly amount: number; readonly colour: Colour };

/** Encoder quality: a number 1 to 100, or a per-format default shifted by a level. */
export const QUALITY_LEVELS = ['best', 'good', 'eco', 'low'] as const;
export type Quality =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'auto'; readonly level: (typeof QUALITY_LEVELS)[number] };

/** Formats an image is encoded to. */
export const IMAGE_FORMATS = ['avif', 'webp', 'jpeg', 'png', 'gif'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** Whether an image is encoded to a format. */
export function isImageFormat(format: OutputFormat): format is ImageFormat {
  return (IMAGE_FORMATS as readonly OutputFormat[]).includes(format);
}

/** Formats that not every client shows, the preferred one first: a client is given them that claims them by name. */
export const MODERN_FORMATS = ['avif', 'webp'] as const satisfies readonly ImageFormat[];
export type ModernFormat = (typeof MODERN_FORMATS)[number];

/** Containers a video is encoded to (`gif` is shared with images). */
export const VIDEO_FORMATS = ['mp4', 'webm', 'mov'] as const;
export type VideoFormat = (typeof VIDEO_FORMATS)[number];

/** Formats of a video that move. */
export type MovingFormat = VideoFormat | Extract<ImageFormat, 'gif'>;

/** Codecs of a video's sound. */
export type SoundCodec = 'aac' | 'opus';

export type OutputFormat = ImageFormat | VideoFormat | 'auto';

export const FLAGS = [
  'progressive',
  'lossless',
  'keep_metadata',
  'keep_profile',
  'attachment',
] as const;
export type Flag = (typeof FLAGS)[number];

/** A moment of a video: seconds, or percent (0 to 100) of its duration. */
export interface Moment {
  readonly unit: 'seconds' | 'percent';
  readonly value: number;
}

/** One link of a chain. A property that is absent has its default; a default is never spelt out. */
export interface Step {
  readonly width?: Length;
  readonly height?: Length;
  /** Device pixel ratio 0.5 to 4, or `auto` until the request's client hint is known. */
  readonly dpr?: number | 'auto';
  readonly crop?: CropMode;
  /** Width divided by height. */
  readonly aspectRatio?: number;
  readonly gravity?: Gravity;
  readonly x?: Length;
  readonly y?: Length;
  /** Zoom of `thumb`, 0.1 to 10. */
  readonly zoom?: number;
  /** After the automatic EXIF orientation. */
  readonly turn?: Turn;
  readonly radius?: Radius;
  readonly background?: Colour;
  readonly border?: Border;
  /** 0 to 100. */
  readonly opacity?: number;
  readonly effects?: readonly Effect[];
  readonly quality?: Quality;
  readonly format?: OutputFormat;
  readonly flags?: readonly Flag[];
  /** 1-based page or frame. */
  readonly page?: number;
  readonly startOffset?: Moment;
  readonly endOffset?: Moment;
  /** Length of the cut. */
  readonly duration?: Moment;
  readonly audioCodec?: 'none' | SoundCodec;
  /** One frame of a video as an image. */
  readonly poster?: true;
  readonly posterTime?: Moment;
}

/** A parsed transformation: at least one step, applied left to right. Immutable. */
export interface Transformation {
  readonly steps: readonly [Step, ...Step[]];
}
