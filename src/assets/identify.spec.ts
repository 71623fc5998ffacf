import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { AssetPath } from './asset-path.js';
import { identify } from './identify.js';

const pixel = sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } });
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';

async function identifyContent(name: string, content: Buffer | string, declared?: string) {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'received');
  await writeFile(file, content);
  return (await identify(file, AssetPath.parse(name), declared)).contentType;
}

describe('identify', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'knows %s by its bytes',
    async (format) => {
      expect(
        await identifyContent(`a.${format}`, await pixel.clone().toFormat(format).toBuffer()),
      ).toBe(`image/${format}`);
    },
  );

  it.each([
    ['plain', SVG],
    ['with a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n${SVG}`],
    ['with a byte order mark', `\uFEFF${SVG}`],
    [
      'with a document type',
      `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">${SVG}`,
    ],
    ['with an internal subset', `<!DOCTYPE svg [<!ENTITY a "b>"><!ENTITY c "d">]>${SVG}`],
    ['with a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
  ])('knows an SVG %s', async (_, content) => {
    expect(await identifyContent('a.svg', content)).toBe('image/svg+xml');
  });

  it.each(['3gp4', '3g2a', 'isom', 'qt  ', 'M4V '])(
    'knows an MP4 of the brand %s',
    async (brand) => {
      const start = Buffer.concat([Buffer.from(`\0\0\0\x10ftyp${brand}`), Buffer.alloc(4096)]);
      expect(await identifyContent('a.mp4', start)).toBe('video/mp4');
    },
  );

  it('knows an AVIF whose main brand is that of any HEIF', async () => {
    const avif = await pixel.clone().avif().toBuffer();
    avif.write('mif1', 8, 'latin1');
    expect(await identifyContent('a.avif', avif)).toBe('image/avif');
    expect(await identifyContent('a.heic', avif)).toBe('image/heic');
    avif.write('heic', 8, 'latin1');
    await expect(identifyContent('a.avif', avif)).rejects.toThrow(/content is image\/heic/);
  });

  it('knows 3D models', async () => {
    expect(await identifyContent('a.gltf', '{"asset":{"version":"2.0"}}')).toBe('model/gltf+json');
    expect(await identifyContent('a.obj', '# cube\nv 0 0 0\n')).toBe('model/obj');
    expect(await identifyContent('a.stl', 'solid cube\nendsolid cube\n')).toBe('model/stl');
    const binary = Buffer.alloc(84 + 50);
    binary.writeUInt32LE(1, 80);
    expect(await identifyContent('b.stl', binary)).toBe('model/stl');
  });

  it.each([
    ['text as a photograph', 'a.jpg', 'just text', undefined, /content is no image\/jpeg/],
    [
      'a page as a drawing',
      'a.svg',
      '<html><svg></svg></html>',
      undefined,
      /content is no image\/svg/,
    ],
    ['an unknown ending', 'a.exe', 'MZ', undefined, /not stored here/],
    ['no ending', 'a', 'x', undefined, /no ending/],
    ['an endless comment', 'a.svg', '<!-- '.repeat(5_000), undefined, /content is no/],
  ])('refuses %s', async (_, name, content, declared, reason) => {
    await expect(identifyContent(name, content, declared)).rejects.toThrow(reason);
  });

  it('refuses bytes of another type than the name says', async () => {
    const png = await pixel.clone().png().toBuffer();
    await expect(identifyContent('a.jpg', png)).rejects.toThrow(/content is image\/png/);
  });

  it('refuses a declared type that differs, and takes one that claims nothing', async () => {
    const png = await pixel.clone().png().toBuffer();
    await expect(identifyContent('a.png', png, 'text/html')).rejects.toThrow(
      /declared as text\/html/,
    );
    expect(await identifyContent('a.png', png, 'application/octet-stream')).toBe('image/png');
    expect(await identifyContent('a.png', png, 'image/x-png; charset=binary')).toBe('image/png');
  });
});
