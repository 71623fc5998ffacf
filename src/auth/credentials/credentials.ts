import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '../../access/actor.js';
import { Authenticator } from '../../access/authenticator.js';
import { ApiKeyReader } from './api-key.reader.js';
import { NO_CREDENTIAL, type Credential, type CredentialReader } from './credential-reader.js';
import { SessionReader } from './session.reader.js';
import { UploadSignatureReader } from './upload-signature.reader.js';

/** The chain of readers: a key goes before a session, so that a program's bad key is never covered up by a cookie. */
@Injectable()
export class Credentials extends Authenticator {
  private readonly readers: readonly CredentialReader[];

  constructor(
    keys: ApiKeyReader,
    sessions: SessionReader,
    private readonly signatures: UploadSignatureReader,
  ) {
    super();
    this.readers = [keys, sessions];
  }

  /** What the first reader that finds its kind of credential says. */
  async read(request: Request): Promise<Credential> {
    for (const reader of this.readers) {
      const credential = await reader.read(request);
      if (credential.kind !== 'none') return credential;
    }
    return NO_CREDENTIAL;
  }

  /** As `read`, where an upload signature opens the route, too. It goes first: who presents one has no more than it says. */
  async readWithSignature(request: Request): Promise<Credential> {
    const credential = await this.signatures.read(request);
    return credential.kind === 'none' ? this.read(request) : credential;
  }

  override async authenticate(request: Request): Promise<Actor | undefined> {
    const credential = await this.read(request);
    return credential.kind === 'accepted' ? credential.actor : undefined;
  }
}
