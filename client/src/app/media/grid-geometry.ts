/** How a listing is laid out in rows of equal height. */
export interface Geometry {
  /** Entries side by side. */
  readonly columns: number;
  /** Height of a row with the gap below it, px. */
  readonly rowHeight: number;
}

const LIST_ROW = 48;
const GAP = 12;
const CAPTION = 50;
const PICTURE_RATIO = 3 / 4;
const NARROW = 560;

/** The geometry of a listing that is `width` px wide. */
export function geometryOf(view: 'grid' | 'list', width: number): Geometry {
  if (view === 'list') return { columns: 1, rowHeight: LIST_ROW };
  const smallest = width < NARROW ? 136 : 176;
  const columns = Math.max(1, Math.floor((width + GAP) / (smallest + GAP)));
  const tile = (width - GAP * (columns - 1)) / columns;
  return { columns, rowHeight: Math.round(tile * PICTURE_RATIO) + CAPTION + GAP };
}

/** Entries in rows. */
export function rowsOf<T>(entries: readonly T[], columns: number): readonly (readonly T[])[] {
  const rows: T[][] = [];
  for (let start = 0; start < entries.length; start += columns) {
    rows.push(entries.slice(start, start + columns));
  }
  return rows;
}

/** The index that a key leads to from another; undefined for keys that lead nowhere. */
export function indexAfterKey(
  key: string,
  from: number,
  { columns, count, rowsPerPage }: { columns: number; count: number; rowsPerPage: number },
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * rowsPerPage,
    PageDown: columns * rowsPerPage,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, from + step));
}
