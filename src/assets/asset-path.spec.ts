import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssetPath, InvalidPathError } from './asset-path.js';

describe('AssetPath', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['/photos/a.jpg', 'photos/a.jpg'],
    ['Grüße/日本 😀.png', 'Grüße/日本 😀.png'],
    ['a..b/c...jpg', 'a..b/c...jpg'],
    ['a%2e%2e/b.jpg', 'a%2e%2e/b.jpg'],
  ])('takes %j', (text, value) => {
    expect(AssetPath.parse(text).value).toBe(value);
  });

  it.each([
    '',
    '/',
    '//a.jpg',
    'a//b.jpg',
    'a/',
    '.',
    '..',
    '../a.jpg',
    'a/../b.jpg',
    'a/./b.jpg',
    '.hidden/a.jpg',
    'a/.htaccess',
    'a\\..\\b.jpg',
    'C:\\a.jpg',
    'a\0.jpg',
    'a\n.jpg',
    'a\u007f.jpg',
    'a\u0085.jpg',
    'a\u202egpj.exe',
    'a\ud800.jpg',
    ' a.jpg',
    'a /b.jpg',
    `${'x'.repeat(300)}.jpg`,
    `${'é'.repeat(128)}.jpg`,
    Array(600).fill('a').join('/'),
  ])('refuses %j', (text) => {
    expect(() => AssetPath.parse(text)).toThrow(InvalidPathError);
  });

  it('makes one path of the two spellings of an accent', () => {
    expect(AssetPath.parse('cafe\u0301.jpg').value).toBe(AssetPath.parse('caf\u00e9.jpg').value);
  });

  it.each([
    '..%2fa.jpg',
    '%2e%2e/a.jpg',
    '%2E%2E%2Fa.jpg',
    'a/%2e%2e/b.jpg',
    'a%00.jpg',
    'a%5c..%5cb.jpg',
    '%c0%ae%c0%ae/a.jpg',
    'a%',
    '%zz',
  ])('refuses the URL tail %j', (tail) => {
    expect(() => AssetPath.fromUrl(tail)).toThrow(InvalidPathError);
  });

  it('decodes a URL once: what is still encoded then is a name', () => {
    expect(AssetPath.fromUrl('%252e%252e/a.jpg').value).toBe('%2e%2e/a.jpg');
  });

  it('reads back the URL it writes, and never leaves the store', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }),
        (segments) => {
          let path: AssetPath;
          try {
            path = AssetPath.parse(segments.join('/'));
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidPathError);
            return;
          }
          expect(AssetPath.fromUrl(path.toUrl()).value).toBe(path.value);
          expect(new URL(`http://host/t/${path.toUrl()}`).pathname).toBe(`/t/${path.toUrl()}`);
          expect(path.value.split('/')).not.toContain('..');
        },
      ),
    );
  });

  it('knows its parts', () => {
    const path = AssetPath.parse('photos/2026/a.b.JPG');
    expect(path.name).toBe('a.b.JPG');
    expect(path.extension).toBe('jpg');
    expect(path.folder?.value).toBe('photos/2026');
    expect(path.firstSegment).toBe('photos');
    expect(path.withName('c.png').value).toBe('photos/2026/c.png');
    expect(AssetPath.parse('a').folder).toBeUndefined();
    expect(() => path.withName('../c.png')).toThrow(InvalidPathError);
  });
});
