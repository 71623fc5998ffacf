import { describe, expect, it } from 'vitest';
import { AssetPath } from '../../assets/asset-path.js';
import { mediaTypeOfExtension } from '../../assets/media-types.js';
import { VariantKey } from './variant-key.js';

describe('the key of a variant', () => {
  const keyOf = (name: string, version = 'v', transformation = 'w_1', choice = 'png') => {
    const mediaType = mediaTypeOfExtension(name.slice(name.lastIndexOf('.') + 1));
    if (mediaType === undefined) throw new Error(`No type of ${name}`);
    const path = AssetPath.parse(name);
    const modifiedAt = new Date(0);
    const asset = { path, mediaType, size: 1, modifiedAt, version, visibility: 'public' } as const;
    return VariantKey.of(asset, transformation, choice).variant;
  };

  it('is the same for the same alone', () => {
    const keys = [
      keyOf('a.png'),
      keyOf('b.png'),
      keyOf('a.png', 'w'),
      keyOf('a.png', 'v', 'w_2'),
      keyOf('a.png', 'v', 'w_1', 'webp'),
    ];
    expect(keyOf('a.png')).toBe(keys[0]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('still names the variants of photographs that were made before drawings and videos were made anew', () => {
    expect(keyOf('a.png')).toBe('rgzmfBdSFPebOm6rDDpiioTV6IWMPKzh');
    // What engines before revision 1 of drawings and of videos called these.
    expect(keyOf('a.svg')).not.toBe('Z6GHUEiljT6J6hwaH4Ox4wvZqqgM0ri5');
    expect(keyOf('a.mp4')).not.toBe('3VSJPOkNhnZlB-0cIKkn8vXLVBSaDPA3');
  });
});
