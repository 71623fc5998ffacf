import { Service, signal } from '@angular/core';

const VIEW_KEY = 'openinary-media-view';
const TREE_KEY = 'openinary-media-tree';

/** How the library is shown; kept in the browser. */
@Service()
export class MediaView {
  private readonly chosen = signal<'grid' | 'list'>(
    localStorage.getItem(VIEW_KEY) === 'list' ? 'list' : 'grid',
  );
  private readonly tree = signal(localStorage.getItem(TREE_KEY) !== 'hidden');
  private readonly folderChanges = signal(0);

  readonly mode = this.chosen.asReadonly();
  readonly showsTree = this.tree.asReadonly();
  /** Grows when folders may have come or gone. */
  readonly folderChange = this.folderChanges.asReadonly();

  choose(mode: 'grid' | 'list'): void {
    this.chosen.set(mode);
    localStorage.setItem(VIEW_KEY, mode);
  }

  toggleTree(): void {
    this.tree.update((shown) => !shown);
    localStorage.setItem(TREE_KEY, this.tree() ? 'shown' : 'hidden');
  }

  foldersChanged(): void {
    this.folderChanges.update((count) => count + 1);
  }
}
