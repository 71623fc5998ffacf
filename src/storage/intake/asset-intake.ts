import { Injectable } from '@nestjs/common';
import type { AssetPath } from '../../assets/asset-path.js';
import type { Asset } from '../../assets/asset.js';
import { identify } from '../../assets/identify.js';
import type { AssetFacts, AssetMarks } from '../../assets/index/asset-record.js';
import { DomainError } from '../../errors/domain-error.js';
import { AssetMeasures } from './asset-measures.js';
import { AssetPlacement } from './asset-placement.js';
import type { ReceivedFile } from './receive-file.js';

/** A new asset and what was measured of it. */
export interface TakenAsset {
  readonly asset: Asset;
  readonly facts: AssetFacts;
}

/** How a received file is to be stored. */
export interface IntakeOptions {
  /** Whether it replaces what lies there; otherwise it gets the next free numbered name. */
  readonly overwrite: boolean;
  /** Undefined: as what it replaces, else what is usual. */
  readonly marks: AssetMarks | undefined;
}

/** Checks received files and takes them into the store. */
@Injectable()
export class AssetIntake {
  constructor(
    private readonly placement: AssetPlacement,
    private readonly measures: AssetMeasures,
  ) {}

  /**
   * Stores a received file at `path`, or under the next free numbered name beside it.
   * @throws {DomainError} `too-large`, `unsupported-media-type`, `unprocessable-asset`, `conflict`.
   */
  async take(
    received: ReceivedFile,
    path: AssetPath,
    { overwrite, marks }: IntakeOptions,
    signal: AbortSignal,
  ): Promise<TakenAsset> {
    if (received.tooLarge)
      throw new DomainError('too-large', 'The file is larger than is allowed.');
    if (received.size === 0) throw new DomainError('unprocessable-asset', 'The file is empty.');
    const { file, version } = received;
    const mediaType = await identify(file, path, received.declaredType);
    // A file whose header is broken is refused here, not at its first use.
    const facts = await this.measures.measure({ file, mediaType, version }, signal);
    const fresh = { file, version, facts, marks };
    const placed = overwrite
      ? await this.placement.replace(path, fresh, signal)
      : await this.placement.placeBeside(path, fresh, signal);
    const { size, modifiedAt } = placed.stat;
    const { visibility } = placed;
    return {
      asset: { path: placed.path, mediaType, size, modifiedAt, version, visibility },
      facts,
    };
  }
}
