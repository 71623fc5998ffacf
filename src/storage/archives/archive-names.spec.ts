import { describe, expect, it } from 'vitest';
import { AssetPath } from '../../assets/asset-path.js';
import { ArchiveNames } from './archive-names.js';

const namesOf = (paths: readonly string[], base?: string) => {
  const names = new ArchiveNames(base === undefined ? undefined : AssetPath.parse(base));
  return paths.map((path) => names.take(AssetPath.parse(path)));
};

describe('the names in an archive', () => {
  it('are paths, relative to the folder above what was asked for', () => {
    expect(namesOf(['a/b/c.png', 'a/b/d/é.png'], 'a')).toEqual(['b/c.png', 'b/d/é.png']);
    expect(namesOf(['a/b/c.png', 'top.png'])).toEqual(['a/b/c.png', 'top.png']);
  });

  it('are given once to each file', () => {
    expect(namesOf(['a.png', 'b.png', 'a.png'])).toEqual(['a.png', 'b.png', undefined]);
  });

  it.each([
    ['C:evil.png', 'C_evil.png'],
    ['c:/windows/evil.png', 'c_/windows/evil.png'],
    ['photos/D:evil.png', 'photos/D_evil.png'],
    ['a.png:stream.png', 'a.png_stream.png'],
    ['what? <who> "me"|*.png', 'what_ _who_ _me___.png'],
    ['con', '_con'],
    ['CON.png', '_CON.png'],
    ['aux .tar.png', '_aux .tar.png'],
    ['nul/COM1.png', '_nul/_COM1.png'],
    ['lpt¹.png', '_lpt¹.png'],
    ['dots../a.png', 'dots._/a.png'],
    ['console/com10.png', 'console/com10.png'],
    ['~/$HOME/%TEMP%/-rf.png', '~/$HOME/%TEMP%/-rf.png'],
  ])('lead nowhere else on any system: %s', (path, name) => {
    expect(namesOf([path])).toEqual([name]);
  });

  it('stay different where different ones become the same', () => {
    const paths = ['v.1/a:b', 'a:b.png', 'a?b.png', 'a_b.png', 'a?b.png', 'v.1/a_b'];
    expect(namesOf(paths)).toEqual([
      'v.1/a_b',
      'a_b.png',
      'a_b (1).png',
      'a_b (2).png',
      undefined,
      'v.1/a_b (1)',
    ]);
  });
});
