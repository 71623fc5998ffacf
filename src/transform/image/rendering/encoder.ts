import type { Sharp } from 'sharp';
import type { Flag, ImageFormat, Quality } from '../../language/transformation.js';

/** How to encode. */
export interface Encoding {
  readonly format: ImageFormat;
  readonly quality: Quality;
  readonly flags: readonly Flag[];
  /** Milliseconds each frame of an animation stays. */
  readonly delay?: readonly number[];
  /** How often an animation plays; 0 is for ever. */
  readonly loop?: number;
}

type Level = Extract<Quality, { readonly kind: 'auto' }>['level'];
type Lossy = 'avif' | 'webp' | 'jpeg';

/** Alike to the eye on photographs; docs/image-quality.md has the measurements. */
const AUTOMATIC_QUALITY: Readonly<Record<Lossy, Readonly<Record<Level, number>>>> = {
  avif: { best: 62, good: 50, eco: 42, low: 34 },
  webp: { best: 88, good: 78, eco: 68, low: 55 },
  jpeg: { best: 90, good: 80, eco: 70, low: 55 },
};

/** libaom's and libwebp's effort; what a step more costs is in docs/image-quality.md. */
const AVIF_EFFORT = 2;
const WEBP_EFFORT = 4;
const GIF_EFFORT = 4;

/** The encoder's quality, 1 to 100. */
function qualityFor(format: Lossy, quality: Quality): number {
  return quality.kind === 'fixed' ? quality.value : AUTOMATIC_QUALITY[format][quality.level];
}

function animation({ delay, loop }: Encoding) {
  return { ...(delay && { delay: [...delay] }), ...(loop !== undefined && { loop }) };
}

/** A palette as large as the quality asks for; undefined when nothing is to be lost. */
function paletteFor(quality: Quality): number | undefined {
  return quality.kind === 'fixed' && quality.value < 100
    ? Math.max(2, Math.round((quality.value / 100) * 256))
    : undefined;
}

function png(pipeline: Sharp, { quality, flags }: Encoding): Sharp {
  const progressive = flags.includes('progressive');
  return quality.kind === 'fixed' && quality.value < 100 && !flags.includes('lossless')
    ? pipeline.png({ palette: true, quality: quality.value, progressive })
    : pipeline.png({ progressive });
}

/**
 * Keeps the source's EXIF orientation out of an AVIF. The pixels are upright by then, but libvips writes it into the
 * container (`irot`, `imir`) whatever metadata is stripped, and browsers would turn the picture again. sharp overrides it
 * only in `withMetadata`, which would publish all other metadata too; so its option is set alone.
 */
function withoutTurn(pipeline: Sharp): Sharp {
  const options: unknown = Reflect.get(pipeline, 'options');
  if (typeof options !== 'object' || options === null || !('withMetadataOrientation' in options)) {
    throw new Error('This version of sharp keeps the orientation of its output elsewhere.');
  }
  options.withMetadataOrientation = 1;
  return pipeline;
}

/** Sets a pipeline's encoder. */
export function encode(pipeline: Sharp, encoding: Encoding): Sharp {
  const { format, quality, flags } = encoding;
  const lossless = flags.includes('lossless');
  switch (format) {
    case 'avif':
      return withoutTurn(pipeline).avif({
        quality: qualityFor('avif', quality),
        effort: AVIF_EFFORT,
        lossless,
      });
    case 'webp':
      return pipeline.webp({
        quality: qualityFor('webp', quality),
        effort: WEBP_EFFORT,
        lossless,
        ...animation(encoding),
      });
    case 'jpeg':
      return pipeline.jpeg({
        quality: qualityFor('jpeg', quality),
        progressive: flags.includes('progressive'),
        // Tables made for each picture save a hundredth of the bytes and take half of the encoder's time.
        optimiseCoding: false,
      });
    case 'png':
      return png(pipeline, encoding);
    case 'gif': {
      const colours = lossless ? undefined : paletteFor(quality);
      return pipeline.gif({
        effort: GIF_EFFORT,
        progressive: flags.includes('progressive'),
        ...(colours !== undefined && { colours }),
        ...animation(encoding),
      });
    }
  }
}
