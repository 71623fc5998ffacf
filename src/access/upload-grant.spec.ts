import { describe, expect, it } from 'vitest';
import { hmac } from './signatures.js';
import { openGrant, sealGrant, type UploadGrant } from './upload-grant.js';

const SECRET = 'kq3VxY0bJr7nWm5TzP2sLf8hDc6gQa1e';
const OTHER = 'Zu9tMw4oRb1yXk7pNd5vHj3cSg8lEf2a';
const GRANT: UploadGrant = {
  id: 'x',
  issuer: 'Website',
  folder: 'fotos/é',
  expires: 2_000_000_000,
  maxFiles: 2,
  maxSize: 1000,
};
const BEFORE = GRANT.expires * 1000 - 1;

describe('upload signatures', () => {
  const sealed = sealGrant(GRANT, SECRET);

  it('give back what was signed, with the secret of now or of before', () => {
    for (const secrets of [[SECRET], [OTHER, SECRET]])
      expect(openGrant(sealed, secrets, BEFORE)).toEqual({ kind: 'genuine', grant: GRANT });
  });

  it('expire to the second', () => {
    expect(openGrant(sealed, [SECRET], BEFORE + 1)).toEqual({ kind: 'expired' });
  });

  it('are forged when any character is another, or missing', () => {
    for (let at = 0; at < sealed.length; at += 1) {
      for (const other of [sealed[at] === 'A' ? 'B' : 'A', '']) {
        const altered = sealed.slice(0, at) + other + sealed.slice(at + 1);
        if (altered !== sealed)
          expect([at, openGrant(altered, [SECRET], BEFORE).kind]).toEqual([at, 'forged']);
      }
    }
    for (const text of ['', '.', 'a.b', `${sealed}A`, ` ${sealed}`, 'A'.repeat(10_000)])
      expect(openGrant(text, [SECRET], BEFORE)).toEqual({ kind: 'forged' });
  });

  it('are forged by another secret, none, and by the bare secret that signs delivery URLs', () => {
    expect(openGrant(sealed, [OTHER], BEFORE)).toEqual({ kind: 'forged' });
    expect(openGrant(sealed, [], BEFORE)).toEqual({ kind: 'forged' });
    const payload = sealed.slice(0, sealed.indexOf('.'));
    const bare = hmac(SECRET, payload).toString('base64url');
    expect(openGrant(`${payload}.${bare}`, [SECRET], BEFORE)).toEqual({ kind: 'forged' });
  });

  it('tell nobody who forged one that it has expired', () => {
    expect(openGrant(sealed, [OTHER], BEFORE + 1)).toEqual({ kind: 'forged' });
  });
});
