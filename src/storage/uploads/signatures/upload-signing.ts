import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../access/actor.js';
import { sealGrant } from '../../../access/upload-grant.js';
import { Environment } from '../../../config/environment.js';
import { Secrets } from '../../../config/secrets.js';
import { DomainError } from '../../../errors/domain-error.js';
import { assertFolderName } from '../../naming/destination.js';
import { TransformationReader } from '../../../transform/named/transformation-reader.js';
import { readFolder } from '../../naming/folder-path.js';
import type { SignedUpload, UploadSignRequest } from './upload-signing.dto.js';

/** A signature has to fit into a header of 8 KiB, which proxies allow. */
const MAX_TRANSFORMATION_BYTES = 2048;
/** Random bytes of a signature's name. */
const ID_BYTES = 16;

/** Makes signatures with which a browser uploads without a key. */
@Injectable()
export class UploadSigning {
  constructor(
    private readonly secrets: Secrets,
    private readonly environment: Environment,
    private readonly reader: TransformationReader,
  ) {}

  /** @throws {DomainError} `invalid-path`, `invalid-transformation`, `invalid-request`; `unavailable` when there is no secret to sign with. */
  sign(wanted: UploadSignRequest, { name: issuer }: Actor): SignedUpload {
    const { url: secret } = this.secrets;
    if (secret === undefined)
      throw new DomainError('unavailable', 'No upload is signed: the server has no API_SECRET.');
    const folder = readFolder(wanted.folder);
    if (folder !== undefined) assertFolderName(folder);
    const { transformations = [] } = wanted;
    this.assertTransformations(transformations);
    const { maxFileBytes } = this.environment;
    const terms = {
      folder: folder?.value ?? '',
      expires: Math.floor(Date.now() / 1000) + wanted.expiresIn,
      maxFiles: wanted.maxFiles,
      maxSize: Math.min(wanted.maxSize ?? maxFileBytes, maxFileBytes),
      ...(wanted.visibility !== undefined && { visibility: wanted.visibility }),
      ...(transformations.length > 0 && { transformations }),
    };
    const id = randomBytes(ID_BYTES).toString('base64url');
    return {
      signature: sealGrant({ id, issuer, ...terms }, secret),
      ...terms,
      expiresAt: new Date(terms.expires * 1000).toISOString(),
    };
  }

  private assertTransformations(transformations: string[]): void {
    for (const text of transformations) this.reader.parse(text);
    if (Buffer.byteLength(JSON.stringify(transformations)) <= MAX_TRANSFORMATION_BYTES) return;
    const message = `${String(MAX_TRANSFORMATION_BYTES)} bytes in all as JSON: the signature holds them`;
    throw new DomainError('invalid-request', `transformations: ${message}.`, {
      violations: [{ field: 'transformations', message }],
    });
  }
}
