/** What is asked of a figure, or of its ratio to the baseline's. */
export interface Bound {
  readonly of: 'figure' | 'ratio';
  readonly kind: 'at least' | 'less than' | 'more than' | 'exactly';
  readonly value: number;
}

/** One measurement, and what it is compared with. */
export interface Row {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  readonly baseline?: { readonly name: string; readonly figure: number };
  readonly bound?: Bound;
  /** What is worth knowing beside: latencies, CPU, bytes. */
  readonly note?: string;
}

const SIGNS = { 'at least': '≥', 'less than': '<', 'more than': '>', exactly: '=' } as const;

/** Whether a row is as demanded; undefined when nothing is. */
export function verdict(row: Row): boolean | undefined {
  const { bound } = row;
  if (bound === undefined) return undefined;
  const value = bound.of === 'figure' ? row.figure : ratioOf(row);
  if (value === undefined) return false;
  switch (bound.kind) {
    case 'at least':
      return value >= bound.value;
    case 'less than':
      return value < bound.value;
    case 'more than':
      return value > bound.value;
    case 'exactly':
      return value === bound.value;
  }
}

/** The rows as a Markdown table. */
export function markdownTable(rows: readonly Row[]): string {
  const head = ['', 'Openinary', 'compared with', 'ratio', 'demanded', '', 'beside'];
  const cells = rows.map((row) => [
    row.what,
    `${shortest(row.figure)} ${row.unit}`,
    row.baseline ? `${row.baseline.name}: ${shortest(row.baseline.figure)}` : '',
    ratioOf(row)?.toFixed(2) ?? '',
    describeBound(row),
    { true: 'ok', false: '**missed**', undefined: '' }[`${verdict(row)}`],
    row.note ?? '',
  ]);
  const lines = [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`);
  return lines.join('\n');
}

function ratioOf({ figure, baseline }: Row): number | undefined {
  return baseline && figure / baseline.figure;
}

function describeBound({ bound, unit }: Row): string {
  if (bound === undefined) return '';
  const demanded = `${SIGNS[bound.kind]} ${bound.value}`;
  return bound.of === 'figure' ? `${demanded} ${unit}` : `ratio ${demanded}`;
}

function shortest(value: number): string {
  if (value >= 1000) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
