/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return (quantile(values, 0.5, Math.floor) + quantile(values, 0.5, Math.ceil)) / 2;
}

/** The value that a share of the values does not exceed, by nearest rank. */
export function quantile(
  values: readonly number[],
  share: number,
  round: (position: number) => number = Math.round,
): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[round((sorted.length - 1) * share)];
  if (value === undefined) throw new Error('No values.');
  return value;
}
