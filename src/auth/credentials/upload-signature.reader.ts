import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { openGrant } from '../../access/upload-grant.js';
import { Secrets } from '../../config/secrets.js';
import { CredentialReader, NO_CREDENTIAL, type Credential } from './credential-reader.js';

/** Reads `X-Upload-Signature: …`, or `?signature=…`, which a form without a script can send. */
@Injectable()
export class UploadSignatureReader extends CredentialReader {
  constructor(private readonly secrets: Secrets) {
    super();
  }

  override read(request: Request): Promise<Credential> {
    return Promise.resolve(this.judge(presented(request)));
  }

  private judge(given: string | undefined): Credential {
    if (given === undefined) return NO_CREDENTIAL;
    const { url, previousUrl } = this.secrets;
    const secrets = [url, previousUrl].filter((secret) => secret !== undefined);
    const opened = openGrant(given, secrets);
    if (opened.kind !== 'genuine') {
      const reason = opened.kind === 'expired' ? 'signature-expired' : 'signature-forged';
      return { kind: 'rejected', event: 'upload.rejected', reason };
    }
    const { grant } = opened;
    const { id, issuer: name } = grant;
    return {
      kind: 'accepted',
      actor: { type: 'upload-signature', id, name, scopes: ['write'], grant },
    };
  }
}

/** What is given twice is joined, and so no signature. */
function presented({ headers, query }: Request): string | undefined {
  const given = [headers['x-upload-signature'], query['signature']].filter(
    (value) => value !== undefined,
  );
  return given.length === 0 ? undefined : given.flat().map(String).join();
}
