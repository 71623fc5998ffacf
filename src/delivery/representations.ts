import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { create as contentDisposition } from 'content-disposition';
import type { Asset } from '../assets/asset.js';
import { contentTypeOf } from '../assets/media-types.js';
import { ObjectStore } from '../assets/object-store.js';
import { DomainError } from '../errors/domain-error.js';
import type { Representation } from '../http/representation.js';
import { Metrics } from '../metrics/metrics.js';
import { choiceFor } from '../transform/image/format-choice.js';
import { applicableTo, outputOf, takesOneFrame } from '../transform/language/output.js';
import type { Transformation } from '../transform/language/transformation.js';
import {
  ImageVariants,
  type Admission,
  type ObtainedVariant,
} from '../transform/variants/image-variants.js';
import { VariantStore } from '../transform/variants/store/variant-store.js';
import { Handover } from './handover.js';
import { acceptedFormats, resolveDpr, varyOf } from './negotiation.js';
import { FOUND, serverTiming } from './server-timing.js';

/** What a browser may do with a document that could run scripts: nothing. */
const ACTIVE_CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Makes the bytes and headers of an answer from an asset and what was asked of it. */
@Injectable()
export class Representations {
  constructor(
    private readonly objects: ObjectStore,
    private readonly images: ImageVariants,
    private readonly variants: VariantStore,
    private readonly metrics: Metrics,
    private readonly handover: Handover,
  ) {}

  /** The stored original; `disposition` is for a URL that downloads. */
  original(asset: Asset, disposition?: 'attachment'): Representation {
    const { contentType, active } = asset.mediaType;
    return {
      contentType,
      size: asset.size,
      etag: `"${asset.version}"`,
      lastModified: asset.modifiedAt,
      headers: {
        'Server-Timing': FOUND,
        ...(active && { 'Content-Security-Policy': ACTIVE_CONTENT_POLICY }),
        ...((active ?? disposition) && {
          'Content-Disposition': contentDisposition(asset.path.name),
        }),
      },
      body: (range) => this.objects.read(asset.path, range),
    };
  }

  /**
   * The variant of an image, or of one frame of a video, rendered when it is not there.
   * @param admit lets a render begin, or refuses it.
   * @throws {DomainError} also `invalid-transformation` when the asset's kind has no such parameters.
   */
  async variant(
    asset: Asset,
    transformation: Transformation,
    headers: IncomingHttpHeaders,
    signal: AbortSignal,
    admit: Admission,
  ): Promise<Representation> {
    applicableTo(transformation, assertPicture(asset));
    const startedAt = performance.now();
    const resolved = resolveDpr(transformation, headers);
    const obtained = await this.images.obtain(
      asset,
      resolved,
      choiceFor(transformation, acceptedFormats(headers)),
      signal,
      admit,
    );
    this.metrics.cacheAsked(obtained.origin);
    return this.describe(asset, transformation, obtained, performance.now() - startedAt);
  }

  /** What to show in an asset's place, as JSON. */
  placeholder(asset: Asset, { variant, data, origin }: ObtainedVariant): Representation {
    return {
      contentType: 'application/json; charset=utf-8',
      size: variant.size,
      etag: `"${variant.key.variant}"`,
      lastModified: asset.modifiedAt,
      headers: { 'Server-Timing': `cache;desc=${origin}` },
      body: data ?? (async (range) => (await this.variants.read(variant, range)) ?? evicted()),
    };
  }

  /** A finished variant; `milliseconds` is what making or awaiting it took. */
  async describe(
    asset: Asset,
    transformation: Transformation,
    { variant, data, origin }: ObtainedVariant,
    milliseconds: number,
  ): Promise<Representation> {
    const { flags } = outputOf(transformation);
    const vary = varyOf(transformation, !isFilm(asset, transformation));
    const name = asset.path.name.replace(/\.[^.]*$/, `.${variant.format}`);
    return {
      contentType: contentTypeOf(variant.format),
      size: variant.size,
      etag: `"${variant.key.variant}"`,
      lastModified: asset.modifiedAt,
      headers: {
        'Server-Timing': serverTiming(origin, milliseconds),
        ...(vary !== '' && { Vary: vary }),
        ...(flags.includes('attachment') && { 'Content-Disposition': contentDisposition(name) }),
      },
      handedOver: await this.handover.placeOf(variant),
      body: data ?? (async (range) => (await this.variants.read(variant, range)) ?? evicted()),
    };
  }
}

/**
 * The asset's kind, of the two from which pictures are made.
 * @throws {DomainError} `transformation-not-available` for the others.
 */
export function assertPicture({ mediaType: { kind } }: Asset): 'image' | 'video' {
  if (kind === 'image' || kind === 'video') return kind;
  throw new DomainError(
    'transformation-not-available',
    `${KIND_NAMES[kind]} is delivered as it was stored.`,
  );
}

const KIND_NAMES = { audio: 'Audio', model: 'A 3D model' } as const;

/** Whether the variant is a video: its format is not negotiated. */
function isFilm({ mediaType }: Asset, transformation: Transformation): boolean {
  return mediaType.kind === 'video' && !takesOneFrame(transformation);
}

function evicted(): never {
  throw new DomainError('too-busy', 'The variant has just been evicted.', { retryAfterSeconds: 1 });
}
