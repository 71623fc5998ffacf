const TYPE = 'application/x-openinary-paths';

/** Notes which entries are dragged. */
export function writeDraggedPaths({ dataTransfer }: DragEvent, paths: readonly string[]): void {
  dataTransfer?.setData(TYPE, JSON.stringify(paths));
  if (dataTransfer !== null) dataTransfer.effectAllowed = 'move';
}

/** The entries that are dropped; none when something else is. */
export function readDraggedPaths({ dataTransfer }: DragEvent): readonly string[] {
  const text = dataTransfer?.getData(TYPE) ?? '';
  if (text === '') return [];
  const paths: unknown = JSON.parse(text);
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
}
