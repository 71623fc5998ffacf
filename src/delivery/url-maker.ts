import { Injectable } from '@nestjs/common';
import { AssetPath } from '../assets/asset-path.js';
import { canonicalise } from '../transform/language/canonical.js';
import { TransformationReader } from '../transform/named/transformation-reader.js';
import type { SignRequest, SignedUrl } from './signed-urls.dto.js';
import { SignedUrls } from './signed-urls.js';

/** Makes signed URLs of assets. */
@Injectable()
export class UrlMaker {
  constructor(
    private readonly urls: SignedUrls,
    private readonly reader: TransformationReader,
  ) {}

  /** @throws {DomainError} `invalid-path`, `invalid-transformation`, `unavailable`. */
  make({ path: text, transformation, expiresIn }: SignRequest): SignedUrl {
    const path = AssetPath.parse(text);
    const steps =
      transformation === undefined ? '' : `${canonicalise(this.reader.parse(transformation))}/`;
    const until = expiresIn === undefined ? undefined : Math.floor(Date.now() / 1000) + expiresIn;
    const { signature } = this.urls.sign(`${steps}${path.value}`, until);
    const mark = until === undefined ? signature : `${signature}--${until}`;
    const encoded = steps.split('/').map(encodeURIComponent).join('/');
    return {
      url: `/authenticated/s--${mark}/${encoded.replaceAll('%2C', ',')}${path.toUrl()}`,
      signature,
      ...(until !== undefined && {
        expires: until,
        expiresAt: new Date(until * 1000).toISOString(),
      }),
    };
  }
}
