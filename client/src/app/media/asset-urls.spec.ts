import { deliveryUrl, encodePath, folderOf, joinPath, nameOf } from './asset-urls';

describe('asset addresses', () => {
  it('keep markup, emoji and what a URL would take for its own inside the path', () => {
    expect(encodePath('a b/50%?#<b>.jpg')).toBe('a%20b/50%25%3F%23%3Cb%3E.jpg');
    expect(encodePath('😀/ملف.png')).toBe('%F0%9F%98%80/%D9%85%D9%84%D9%81.png');
  });

  it('keep a transformation readable', () => {
    expect(deliveryUrl('a/b.jpg', 'w_400,ar_16:9/e_sepia:40', 'v1')).toBe(
      '/t/w_400,ar_16:9/e_sepia:40/a/b.jpg?v=v1',
    );
  });

  it('know names and folders', () => {
    expect([nameOf('a/b.jpg'), folderOf('a/b.jpg'), folderOf('b.jpg')]).toEqual(['b.jpg', 'a', '']);
    expect([joinPath('', 'a'), joinPath('a', 'b')]).toEqual(['a', 'a/b']);
  });
});
