import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';

const SOUND = Buffer.concat([
  Buffer.from(
    'RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0',
    'latin1',
  ),
]);

describe('what is stored and made', () => {
  it('is counted by kind, and kept right as assets come and go', async () => {
    await using server = await startServer();
    const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const kinds = async () => (await ask(server, '/storage/stats/kinds')).body['kinds'];
    expect(await kinds()).toEqual([]);
    await upload(server, [
      { name: 'a.png', content: picture },
      { name: 'b.png', content: picture },
      { name: 'tone.wav', content: SOUND, type: 'audio/wav' },
    ]);
    expect(await kinds()).toEqual([
      { kind: 'image', fileCount: 2, size: 2 * picture.length },
      { kind: 'audio', fileCount: 1, size: SOUND.length },
    ]);
    await ask(server, '/storage/tone.wav', 'DELETE');
    await ask(server, '/storage/b.png', 'DELETE');
    expect(await kinds()).toEqual([{ kind: 'image', fileCount: 1, size: picture.length }]);
  });

  it('lists an asset’s variants with their sizes until they are removed', async () => {
    await using server = await startServer();
    const picture = await sharp({
      create: { width: 80, height: 60, channels: 3, background: 'navy' },
    })
      .png()
      .toBuffer();
    await upload(server, [{ name: 'a b.png', content: picture }]);
    const path = '/storage/a%20b.png/variants';
    expect((await ask(server, path)).body).toEqual({ total: 0, size: 0, variants: [] });
    const sizes: number[] = [];
    for (const steps of ['w_20,f_webp', 'w_30,f_png']) {
      const answer = await fetch(`${server.url}/t/${steps}/a%20b.png`);
      sizes.push((await answer.bytes()).length);
    }
    await expect.poll(async () => (await ask(server, path)).body['total']).toBe(2);
    const { body } = await ask(server, path);
    expect(body['size']).toBe(sizes.reduce((sum, size) => sum + size));
    expect(body['variants']).toEqual(
      expect.arrayContaining([
        { format: 'webp', size: sizes[0], madeAt: expect.stringMatching(/^\d{4}-/) as string },
        { format: 'png', size: sizes[1], madeAt: expect.stringMatching(/^\d{4}-/) as string },
      ]),
    );
    await ask(server, '/invalidate/a%20b.png', 'DELETE');
    expect((await ask(server, path)).body['total']).toBe(0);
    expect((await ask(server, '/storage/missing.png/variants')).status).toBe(404);
    expect((await ask(server, '/storage/..%2f..%2fetc/variants')).status).toBe(400);
  });

  it('tells administrators what runs here and what it allows', async () => {
    await using server = await startServer({ env: { MAX_FILE_SIZE_MB: '7' } });
    const { status, body } = await ask(server, '/system');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      role: 'all',
      storage: 'local',
      limits: { fileBytes: 7 * 1024 ** 2 },
    });
    expect(body['versions']).toContainEqual({ name: 'Node.js', version: process.versions.node });
    expect((await fetch(`${server.url}/system`)).status).toBe(401);
  });
});
