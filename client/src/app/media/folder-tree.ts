import {
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { StorageService } from '../api/storage/storage.service';
import { Icon } from '../ui/icon';
import { folderOf, nameOf } from './asset-urls';
import { readDraggedPaths } from './dragged-paths';
import type { DropRequest } from './media-list';
import { MediaView } from './media-view';

const MAX_PAGES = 10;

interface TreeLine {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly hasChildren: boolean;
}

/** Every folder, as a tree whose branches open; entries can be dropped on it. */
@Component({
  selector: 'app-folder-tree',
  imports: [Icon, RouterLink],
  template: `
    <nav aria-label="Folders" i18n-aria-label>
      <ul role="list">
        @for (line of lines(); track line.path) {
          <li
            [style.--depth]="line.depth"
            [class.current]="line.path === path()"
            [class.target]="target() === line.path"
          >
            @if (line.hasChildren && line.path) {
              <button
                type="button"
                [attr.aria-expanded]="isOpen(line.path)"
                [attr.aria-label]="line.name"
                (click)="toggle(line.path)"
              >
                <app-icon [name]="isOpen(line.path) ? 'down' : 'next'" [size]="14" />
              </button>
            }
            <a
              routerLink="/media"
              [queryParams]="line.path ? { path: line.path } : {}"
              [attr.aria-current]="line.path === path() ? 'page' : null"
              (dragover)="over(line.path, $event)"
              (dragleave)="target.set(undefined)"
              (drop)="drop(line.path, $event)"
            >
              <app-icon
                [name]="line.path === '' ? 'disk' : line.path === path() ? 'folder-open' : 'folder'"
              />
              <bdi class="clip">{{ line.name }}</bdi>
            </a>
          </li>
        }
      </ul>
    </nav>
  `,
  styleUrl: './folder-tree.scss',
})
export class FolderTree {
  /** The folder that is shown. */
  readonly path = input.required<string>();
  readonly dropped = output<DropRequest>();

  private readonly api = inject(StorageService);
  private readonly view = inject(MediaView);
  private readonly folders = signal<readonly string[]>([]);
  private readonly opened = signal<ReadonlySet<string>>(new Set());
  /** Answers to an older question are dropped. */
  private question = 0;
  protected readonly target = signal<string | undefined>(undefined);
  private readonly parents = computed(() => new Set(this.folders().map((path) => folderOf(path))));
  protected readonly lines = computed<readonly TreeLine[]>(() => [
    { path: '', name: $localize`Media`, depth: 0, hasChildren: true },
    ...this.folders()
      .filter((path) => this.isShown(path))
      .map((path) => ({
        path,
        name: nameOf(path),
        depth: path.split('/').length,
        hasChildren: this.parents().has(path),
      })),
  ]);

  constructor() {
    effect(() => {
      this.view.folderChange();
      untracked(() => void this.read());
    });
    // The branch that leads to the folder on the page is open.
    effect(() => {
      const above = ancestorsOf(this.path());
      untracked(() => this.opened.update((opened) => new Set([...opened, ...above])));
    });
  }

  protected isOpen(path: string): boolean {
    return this.opened().has(path);
  }

  protected toggle(path: string): void {
    this.opened.update((opened) => {
      const next = new Set(opened);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  }

  protected over(path: string, event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files') === true) return;
    event.preventDefault();
    this.target.set(path);
  }

  protected drop(folder: string, event: DragEvent): void {
    this.target.set(undefined);
    const paths = readDraggedPaths(event);
    if (paths.length === 0) return;
    event.preventDefault();
    this.dropped.emit({ paths, folder });
  }

  private isShown(path: string): boolean {
    return ancestorsOf(path)
      .slice(0, -1)
      .every((above) => this.isOpen(above));
  }

  private async read(): Promise<void> {
    const question = ++this.question;
    const paths: string[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const found = await firstValueFrom(
          this.api.listFolders({ limit: 200, ...(cursor && { cursor }) }),
        );
        if (question !== this.question) return;
        paths.push(...found.folders.map(({ path }) => path));
        cursor = found.nextCursor;
        if (cursor === undefined) break;
      }
    } catch {
      // The listing beside the tree says what is wrong; the tree shows what it has.
      return;
    }
    this.folders.set(paths.sort(byBranch));
  }
}

/** A path's folders from the top, itself included. */
function ancestorsOf(path: string): readonly string[] {
  const names = path === '' ? [] : path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** A folder before what lies in it, its own branch before the next one's. */
function byBranch(one: string, other: string): number {
  const [left, right] = [one.split('/'), other.split('/')];
  for (const [index, name] of left.entries()) {
    const facing = right[index];
    if (facing === undefined) return 1;
    if (name !== facing) return name.localeCompare(facing);
  }
  return left.length - right.length;
}
