import { Injectable } from '@nestjs/common';
import type { Asset } from '../../assets/asset.js';
import { describeChoice, type FormatChoice } from '../image/format-choice.js';
import { ImageEngine, type RenderedImage } from '../image/image-engine.js';
import { canonicalise } from '../language/canonical.js';
import type { Transformation } from '../language/transformation.js';
import { ImageSources } from './image-sources.js';
import { Renders } from './renders.js';
import { SingleFlight } from './single-flight.js';
import { VariantKey } from './variant-key.js';
import { VariantMemory } from './store/variant-memory.js';
import { VariantStore, type StoredVariant } from './store/variant-store.js';

/** How a variant came about: it was there, it was rendered now, or somebody else's render was awaited. */
export type VariantOrigin = 'hit' | 'miss' | 'coalesced';

/** A variant that can be sent. */
export interface ObtainedVariant {
  readonly variant: StoredVariant;
  /** The bytes, where they are small or have just been made. */
  readonly data: Buffer | undefined;
  readonly origin: VariantOrigin;
}

/** Asked before a render begins; a rejection is the answer of all who wait for it. */
export type Admission = () => Promise<void>;

/** Finds the variant of an image, or of one frame of a video, or renders it: once, however many ask. */
@Injectable()
export class ImageVariants {
  private readonly flights = new SingleFlight<ObtainedVariant>();

  constructor(
    private readonly store: VariantStore,
    private readonly memory: VariantMemory,
    private readonly renders: Renders,
    private readonly engine: ImageEngine,
    private readonly sources: ImageSources,
  ) {}

  /** The key of what `obtain` would give. */
  keyOf(asset: Asset, transformation: Transformation, choice: FormatChoice): VariantKey {
    return VariantKey.of(asset, canonicalise(transformation), describeChoice(choice));
  }

  /**
   * The variant when it has been made before.
   * @param look `again` when it may have been made a moment ago, by another process.
   */
  async find(
    key: VariantKey,
    look: 'once' | 'again' = 'once',
  ): Promise<ObtainedVariant | undefined> {
    const held = this.memory.get(key);
    if (held !== undefined) return { ...held, origin: 'hit' };
    const variant = await this.store.find(key, look);
    if (variant === undefined) return undefined;
    if (!this.memory.holds(variant.size)) return { variant, data: undefined, origin: 'hit' };
    const data = await this.store.readAll(variant);
    if (data === undefined) return undefined;
    this.memory.add({ variant, data });
    return { variant, data, origin: 'hit' };
  }

  /**
   * The variant, rendered in a slot when it is not there.
   * @param admit lets a render begin, or refuses it; what is there already is not asked about.
   * @throws {DomainError} `too-busy`, `timed-out`, `unprocessable-asset`, `invalid-transformation`.
   */
  async obtain(
    asset: Asset,
    transformation: Transformation,
    choice: FormatChoice,
    signal: AbortSignal,
    admit?: Admission,
  ): Promise<ObtainedVariant> {
    const key = this.keyOf(asset, transformation, choice);
    const found = await this.find(key);
    if (found !== undefined) return found;
    const { value, started } = await this.flights.join(
      key.variant,
      (inner) =>
        this.renders.once(
          key,
          {
            look: (look) => this.find(key, look),
            admit,
            render: () => this.render(asset, transformation, choice, inner),
            keep: (made) => this.keep(key, made),
          },
          inner,
        ),
      signal,
    );
    return started ? value : { ...value, origin: value.origin === 'hit' ? 'hit' : 'coalesced' };
  }

  private async render(
    asset: Asset,
    transformation: Transformation,
    choice: FormatChoice,
    signal: AbortSignal,
  ): Promise<RenderedImage> {
    await using source = await this.sources.openPicture(asset, transformation, signal);
    return await this.engine.render(source, transformation, choice, signal);
  }

  private async keep(key: VariantKey, { data, format }: RenderedImage): Promise<ObtainedVariant> {
    const variant = await this.store.put(key, format, data);
    this.memory.add({ variant, data });
    return { variant, data, origin: 'miss' };
  }
}
