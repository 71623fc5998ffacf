import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/raw-request.ts';
import { startServer } from '../../support/server.ts';

const HTML = { Accept: 'text/html,*/*;q=0.8' };
const MOST_COMPRESSED_BYTES = 250_000;
/** What compression may make larger is sent as it is. */
const SMALL_BYTES = 500;

describe('the console’s files', () => {
  it('answer a browser’s addresses and nothing of the API', async () => {
    await using server = await startServer({ env: { MODE: 'fullstack' } });
    const typeOf = async (path: string, headers: Readonly<Record<string, string>> = HTML) => {
      const { status, headers: answer } = await rawRequest(server.url, path, { headers });
      return `${status} ${(answer['content-type'] ?? '').split(';')[0]}`;
    };
    for (const page of ['/', '/login', '/media', '/api-keys', '/no-such-page']) {
      expect(await typeOf(page), page).toBe('200 text/html');
    }
    expect(await typeOf('/', {})).toBe('200 application/json');
    expect(await typeOf('/health')).toBe('200 application/json');
    expect(await typeOf('/storage')).toBe('401 application/problem+json');
    expect(await typeOf('/t/missing')).toBe('404 application/problem+json');
    expect(await typeOf('/main-MISSING1.js')).toBe('404 application/problem+json');
    expect(await typeOf('/media', {})).toBe('404 application/problem+json');
    expect(await typeOf('/..%2fpackage.json')).not.toContain('200');
  });

  it('are kept by browsers, revalidated where they may change, and small', async () => {
    await using server = await startServer({ env: { MODE: 'fullstack' } });
    const index = await rawRequest(server.url, '/', { headers: HTML });
    expect(index.headers['cache-control']).toBe('no-cache');
    const etag = index.headers.etag ?? '';
    const again = await rawRequest(server.url, '/', {
      headers: { ...HTML, 'If-None-Match': etag },
    });
    expect(again.status).toBe(304);
    const scripts = [...index.body.toString().matchAll(/(?:href|src)="([\w-]+\.js)"/g)];
    expect(scripts.length).toBeGreaterThan(1);
    let bytes = 0;
    for (const [, name = ''] of scripts) {
      const script = await rawRequest(server.url, `/${name}`, {
        headers: { 'Accept-Encoding': 'br' },
      });
      expect(script.headers['cache-control']).toContain('immutable');
      if (script.headers['content-encoding'] === 'br') {
        expect(brotliDecompressSync(script.body).length).toBeGreaterThan(script.body.length);
      } else expect(script.body.length).toBeLessThan(SMALL_BYTES);
      bytes += script.body.length;
    }
    expect(bytes).toBeLessThan(MOST_COMPRESSED_BYTES);
    expect(index.headers['content-security-policy']).toMatch(/script-src 'self';/);
    expect(index.body.toString()).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=/);
  });

  it('are left out where only the API is wanted', async () => {
    await using server = await startServer();
    const root = await rawRequest(server.url, '/', { headers: HTML });
    expect(root.headers['content-type']).toContain('application/json');
    expect((await rawRequest(server.url, '/media', { headers: HTML })).status).toBe(404);
  });
});
