/** A sound track. */
export interface AudioFacts {
  /** The stream's number in the file. */
  readonly stream: number;
  readonly codec: string;
  readonly channels: number;
}

/** Colours of a wide gamut or a high dynamic range. What is not said is taken to be as in BT.2100. */
export interface WideColour {
  /** The transfer curve of a high dynamic range; absent where the range is ordinary. */
  readonly hdr?: 'pq' | 'hlg';
  /** ffmpeg's names. */
  readonly primaries: string;
  readonly matrix: string;
  /** Whether the file says which part of the range of numbers it uses. */
  readonly knowsRange: boolean;
}

/** What is known of a video without decoding it. */
export interface VideoFacts {
  /** Pixels as displayed: turned upright, with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Seconds. */
  readonly duration: number;
  /** Frames a second, on average. */
  readonly frameRate: number;
  /** The slowest even rate at which no frame is lost: the same as the average, unless the rate varies. */
  readonly baseRate: number;
  /** Whether frames are not evenly spaced, or nobody knows. */
  readonly varies: boolean;
  /** Seconds from the start of the file, which may be that of a sound, to the first picture. */
  readonly offset: number;
  readonly codec: string;
  readonly hasAlpha: boolean;
  /** The decoder that reads the transparency, where the usual one does not. */
  readonly alphaDecoder?: 'libvpx' | 'libvpx-vp9';
  /** Bits of one colour sample. */
  readonly bitDepth: number;
  /** How colours are stored that an ordinary screen does not have; absent where they are ordinary or nothing is said. */
  readonly colour?: WideColour;
  /** Whether pictures have to be asked one by one whether they are of two fields. */
  readonly mayBeInterlaced: boolean;
  /** Whether pixels are stored in another shape than they are displayed. */
  readonly anamorphic: boolean;
  /** Degrees clockwise that the stored picture is turned for display: 0, 90, 180 or 270. */
  readonly rotation: number;
  /** The picture's stream number in the file. */
  readonly stream: number;
  /** The first sound track. */
  readonly audio?: AudioFacts;
}
