import { Injectable } from '@nestjs/common';
import { encode as encodeBlurHash } from 'blurhash';
import { rgbaToThumbHash } from 'thumbhash';
import { DEFAULT_LIMITS } from '../language/limits.js';
import { parseTransformation } from '../language/parse.js';
import { dominantColour } from './dominant-colour.js';
import { ImageEngine } from './image-engine.js';
import type { ImageSource } from './sources/image-source.js';
import { sharp } from './vips.js';

/** What is looked at: at this size the hashes, which hold a dozen waves, are what they would be of the whole. */
const LOOKED_AT = parseTransformation('w_64,h_64,c_limit', DEFAULT_LIMITS);
/** Largest side of what the BlurHash is made of, px. */
const BLURHASH_SIDE = 32;
/** BlurHash waves along the longer and the shorter side. */
const [MOST_WAVES, FEWEST_WAVES] = [4, 3];
/** Largest side of the preview, px. */
const PREVIEW_SIDE = 20;
const PREVIEW_QUALITY = 40;

/** What a page can show in an image's place until it is there. */
export interface PlaceholderFacts {
  /** Pixels, as displayed. */
  readonly width: number;
  readonly height: number;
  /** `#rrggbb`. */
  readonly dominantColor: string;
  /** See blurha.sh; transparency is seen on white, since it knows none. */
  readonly blurhash: string;
  /** See evanw.github.io/thumbhash; base64. */
  readonly thumbhash: string;
  /** A WebP of at most 20 px a side, as a `data:` URI. */
  readonly lqip: string;
}

/** Makes placeholders of images. */
@Injectable()
export class PlaceholderMaker {
  constructor(private readonly engine: ImageEngine) {}

  /** @throws {DomainError} `unprocessable-asset`, `timed-out`. */
  async make(source: ImageSource, signal: AbortSignal): Promise<PlaceholderFacts> {
    const { width, height } = await this.engine.probe(source, signal);
    const small = await this.engine.render(
      source,
      LOOKED_AT,
      { kind: 'fixed', format: 'png' },
      signal,
    );
    const pixels = await rawPixels(small.data);
    return {
      width,
      height,
      dominantColor: dominantColour(pixels.data),
      blurhash: await blurHashOf(small.data),
      thumbhash: Buffer.from(rgbaToThumbHash(pixels.width, pixels.height, pixels.data)).toString(
        'base64',
      ),
      lqip: await previewOf(small.data),
    };
  }
}

async function rawPixels(image: Buffer) {
  const { data, info } = await sharp(image)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function blurHashOf(image: Buffer): Promise<string> {
  const { data, info } = await sharp(image)
    .resize(BLURHASH_SIDE, BLURHASH_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const [across, down] = width >= height ? [MOST_WAVES, FEWEST_WAVES] : [FEWEST_WAVES, MOST_WAVES];
  return encodeBlurHash(new Uint8ClampedArray(data), width, height, across, down);
}

async function previewOf(image: Buffer): Promise<string> {
  const preview = await sharp(image)
    .resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: PREVIEW_QUALITY, alphaQuality: PREVIEW_QUALITY, effort: 4 })
    .toBuffer();
  return `data:image/webp;base64,${preview.toString('base64')}`;
}
