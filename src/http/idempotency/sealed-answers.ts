import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { keyFor } from '../../access/signatures.js';
import { Secrets } from '../../config/secrets.js';

const CIPHER = 'aes-256-gcm';
/** Bytes, as NIST SP 800-38D has them. */
const [NONCE_BYTES, TAG_BYTES] = [12, 16];

/** Encrypts answers for the database: one of them holds a new API key, which is stored nowhere else. */
@Injectable()
export class SealedAnswers {
  private readonly key: Buffer;

  constructor({ auth }: Secrets) {
    this.key = keyFor('idempotent answers', auth);
  }

  /** Makes a text unreadable and unalterable without the server's secret. */
  seal(text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce, { authTagLength: TAG_BYTES });
    const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64');
  }

  /** The text; undefined when it was sealed with another secret, or altered. */
  open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const cipher = createDecipheriv(CIPHER, this.key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAuthTag(tag);
      const text = cipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, cipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
