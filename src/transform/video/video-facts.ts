/** A sound track. */
export interface AudioFacts {
  /** The stream's number in the file. */
  readonly stream: number;
  readonly codec: string;
  readonly channels: number;
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
  /** The transfer curve of a high dynamic range. */
  readonly hdr?: 'pq' | 'hlg';
  readonly interlaced: boolean;
  /** Whether pixels are stored in another shape than they are displayed. */
  readonly anamorphic: boolean;
  /** Degrees clockwise that the stored picture is turned for display: 0, 90, 180 or 270. */
  readonly rotation: number;
  /** The picture's stream number in the file. */
  readonly stream: number;
  /** The first sound track. */
  readonly audio?: AudioFacts;
}
