const UNITS: readonly (readonly [seconds: number, sign: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** Seconds as people read them, in two units at most: `3 d 4 h`, `12 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const first = UNITS.findIndex(([length]) => whole >= length);
  if (first === -1) return '0 s';
  let rest = whole;
  const parts: string[] = [];
  for (const [length, sign] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest %= length;
    if (count > 0) parts.push(`${count} ${sign}`);
  }
  return parts.join(' ');
}
