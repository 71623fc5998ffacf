import { Injectable } from '@nestjs/common';
import type { Asset } from '../../assets/asset.js';
import { PlaceholderMaker, type PlaceholderFacts } from '../image/placeholder.js';
import { DEFAULT_LIMITS } from '../language/limits.js';
import { parseTransformation } from '../language/parse.js';
import { ImageSources } from './image-sources.js';
import { ImageVariants, type Admission, type ObtainedVariant } from './image-variants.js';
import { Renders } from './renders.js';
import { SingleFlight } from './single-flight.js';
import { VariantKey } from './variant-key.js';
import { VariantStore } from './store/variant-store.js';

/** Of a video, its poster stands for it. */
const POSTER = parseTransformation('t_true', DEFAULT_LIMITS);

/** Finds the placeholder of an image or a video, or makes it: once a version, kept like its variants, as JSON. */
@Injectable()
export class Placeholders {
  private readonly flights = new SingleFlight<ObtainedVariant>();

  constructor(
    private readonly variants: ImageVariants,
    private readonly store: VariantStore,
    private readonly renders: Renders,
    private readonly sources: ImageSources,
    private readonly maker: PlaceholderMaker,
  ) {}

  /**
   * @param admit lets it be made, or refuses it; what is there already is not asked about.
   * @throws {DomainError} `too-busy`, `timed-out`, `unprocessable-asset`.
   */
  async obtain(asset: Asset, signal: AbortSignal, admit: Admission): Promise<ObtainedVariant> {
    const key = VariantKey.of(asset, 'placeholder', 'json');
    const found = await this.variants.find(key);
    if (found !== undefined) return found;
    const { value, started } = await this.flights.join(
      key.variant,
      (inner) =>
        this.renders.once(
          key,
          {
            look: (look) => this.variants.find(key, look),
            admit,
            render: () => this.make(asset, inner),
            keep: (facts) => this.keep(key, facts),
          },
          inner,
        ),
      signal,
    );
    return started ? value : { ...value, origin: value.origin === 'hit' ? 'hit' : 'coalesced' };
  }

  private async make(asset: Asset, signal: AbortSignal): Promise<PlaceholderFacts> {
    await using source = await this.sources.openPicture(asset, POSTER, signal);
    return await this.maker.make(source, signal);
  }

  private async keep(key: VariantKey, facts: PlaceholderFacts): Promise<ObtainedVariant> {
    const data = Buffer.from(JSON.stringify(facts));
    const variant = await this.store.put(key, 'json', data);
    return { variant, data, origin: 'miss' };
  }
}
