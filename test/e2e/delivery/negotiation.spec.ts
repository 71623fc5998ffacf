import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadFixtures } from '../../support/fixtures.ts';
import { startServer, type RunningServer } from '../../support/server.ts';

describe('negotiation', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer();
    await uploadFixtures(server, 'photo.jpg', 'alpha.png', 'animation.gif');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { headers });

  it.each([
    ['image/avif,image/webp,*/*', 'photo.jpg', 'image/avif'],
    ['image/webp,*/*', 'photo.jpg', 'image/webp'],
    ['image/avif;q=0,image/webp', 'photo.jpg', 'image/webp'],
    ['image/*,*/*;q=0.8', 'photo.jpg', 'image/jpeg'],
    ['*/*', 'alpha.png', 'image/png'],
    ['image/avif,image/webp', 'animation.gif', 'image/webp'],
    ['*/*', 'animation.gif', 'image/gif'],
  ])('of %s for %s gives %s', async (accept, name, type) => {
    const { headers } = await get(`/t/w_48/${name}`, { Accept: accept });
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('vary')).toBe('Accept');
  });

  it('never mixes clients up, however often they ask', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (const [accept, type] of [
        ['image/webp', 'image/webp'],
        ['*/*', 'image/jpeg'],
      ] as const) {
        const { headers } = await get('/t/w_44/photo.jpg', { Accept: accept });
        expect(headers.get('content-type')).toBe(type);
      }
    }
  });

  it('of f_auto serves the smallest of what is accepted', async () => {
    const automatic = await get('/t/w_120,f_auto/photo.jpg', { Accept: 'image/avif,image/webp' });
    const sizes = await Promise.all(
      ['avif', 'webp', 'jpeg'].map(
        async (format) => (await (await get(`/t/w_120,f_${format}/photo.jpg`)).bytes()).length,
      ),
    );
    expect((await automatic.bytes()).length).toBe(Math.min(...sizes));
  });

  it('of dpr_auto follows the hint, and says so', async () => {
    const answer = await get('/t/w_50,dpr_auto,f_png/photo.jpg', { 'Sec-CH-DPR': '2.0' });
    expect(answer.headers.get('vary')).toBe('Sec-CH-DPR, DPR');
    expect((await sharp(await answer.arrayBuffer()).metadata()).width).toBe(100);
    const plain = await get('/t/w_50,dpr_auto,f_png/photo.jpg');
    expect((await sharp(await plain.arrayBuffer()).metadata()).width).toBe(50);
  });
});
