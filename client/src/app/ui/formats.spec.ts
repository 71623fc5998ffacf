import { formatDuration } from './duration';
import { formatBytes } from './file-size';
import { formatDistance } from './time-ago';

describe('formats', () => {
  it('show bytes in three digits', () => {
    const texts = [0, 999, 1000, 92_762, 999_999, 1_482_133_120].map(formatBytes);
    expect(texts).toEqual(['0 B', '999 B', '1 kB', '92.8 kB', '1 MB', '1.48 GB']);
  });

  it('show spans in two units', () => {
    expect([0, 12.4, 61, 3_600, 273_600].map(formatDuration)).toEqual([
      '0 s',
      '12 s',
      '1 min 1 s',
      '1 h',
      '3 d 4 h',
    ]);
  });

  it('tell times from now', () => {
    const now = Date.parse('2026-01-02T12:00:00Z');
    expect(formatDistance(now - 7_200_000, now, 'en')).toBe('2 hours ago');
    expect(formatDistance(now + 86_400_000 * 3, now, 'en')).toBe('in 3 days');
  });
});
