import { keyExpiry } from './key-expiry';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const at = (milliseconds: number) => keyExpiry(new Date(NOW + milliseconds).toISOString(), NOW);
const HOUR = 3_600_000;

describe('keyExpiry', () => {
  it('counts days down, warns in the last two weeks, and counts hours in the last two days', () => {
    expect(keyExpiry(null, NOW)).toEqual({ kind: 'never' });
    expect(at(30 * 24 * HOUR)).toEqual({ kind: 'days', left: 30, soon: false });
    expect(at(90 * 24 * HOUR + 15_000)).toEqual({ kind: 'days', left: 90, soon: false });
    expect(at(9 * 24 * HOUR)).toEqual({ kind: 'days', left: 9, soon: true });
    expect(at(5.5 * HOUR)).toEqual({ kind: 'hours', left: 6, soon: true });
    expect(at(1)).toEqual({ kind: 'hours', left: 1, soon: true });
    expect(at(0)).toEqual({ kind: 'expired' });
    expect(at(-HOUR)).toEqual({ kind: 'expired' });
  });
});
