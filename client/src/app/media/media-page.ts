import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenuModule, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { Router } from '@angular/router';
import { ListSort } from '../api/model/listSort';
import { MediaKind } from '../api/model/mediaKind';
import { ProblemNotice } from '../problems/problem-notice';
import { Delay } from '../ui/delay';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { FileDrop } from '../uploads/file-drop';
import { filesToSend } from '../uploads/dropped-files';
import { UploadQueue } from '../uploads/upload-queue';
import { AssetActions } from './asset-actions';
import type { Move } from './asset-changer';
import { AssetPanel } from './asset-panel';
import { nameOf } from './asset-urls';
import { Breadcrumb } from './breadcrumb';
import type { Entry, Named } from './entry';
import { FolderSummaries } from './folder-summaries';
import { FolderTree } from './folder-tree';
import { MediaList, type DropRequest, type MenuRequest } from './media-list';
import { KIND_NAMES } from './media-kind';
import { MediaStore, type MediaQuery } from './media-store';
import { MediaView } from './media-view';
import { Selection } from './selection';

const RELOAD_PAUSE_MS = 400;
const TYPING_PAUSE_MS = 220;

/** The media library: folders and files, and everything that can be done with them. What is shown is in the address. */
@Component({
  selector: 'app-media-page',
  imports: [
    AssetPanel,
    Breadcrumb,
    EmptyState,
    FileDrop,
    FolderTree,
    Icon,
    MatButton,
    MatIconButton,
    MatMenuModule,
    MatTooltip,
    MediaList,
    ProblemNotice,
  ],
  providers: [FolderSummaries, MediaStore],
  templateUrl: './media-page.html',
  styleUrl: './media-page.scss',
})
export class MediaPage {
  /** The folder; the root when absent. */
  readonly path = input('', { transform: orEmpty });
  /** What is searched for. */
  readonly q = input('', { transform: orEmpty });
  readonly type = input(undefined, { transform: kindFrom });
  readonly sort = input('name' as ListSort, { transform: sortFrom });
  /** The asset whose panel is open. */
  readonly file = input('', { transform: orEmpty });

  private readonly injector = inject(Injector);
  private readonly router = inject(Router);
  private readonly actions = inject(AssetActions);
  private readonly queue = inject(UploadQueue);
  private readonly summaries = inject(FolderSummaries);
  private readonly list = viewChild(MediaList);
  private readonly menu = viewChild.required<MatMenuTrigger>('menuTrigger');
  private readonly menuAnchor = viewChild.required<unknown, ElementRef<HTMLElement>>('menuAnchor', {
    read: ElementRef,
  });

  protected readonly store = inject(MediaStore);
  protected readonly view = inject(MediaView);
  protected readonly selection = new Selection<Entry>(this.store.entries);
  protected readonly menuEntry = signal<Entry | undefined>(undefined);
  protected readonly typed = linkedSignal(() => this.q());
  protected readonly kinds = Object.values(MediaKind);
  protected readonly kindNames = KIND_NAMES;
  protected readonly sorts = SORTS;
  protected readonly skeletons = Array.from({ length: 18 }, (_, index) => index);
  protected readonly isSearch = computed(() => this.q() !== '');
  protected readonly isNarrowed = computed(() => this.isSearch() || this.type() !== undefined);
  private readonly typing = new Delay();
  private readonly reloading = new Delay();

  constructor() {
    const query = computed<MediaQuery>(() => {
      const type = this.type();
      return {
        ...(this.path() !== '' && { path: this.path() }),
        ...(this.q() !== '' && { search: this.q() }),
        ...(type !== undefined && { type }),
        sort: this.sort(),
      };
    });
    effect(() => {
      void this.store.open(query());
      untracked(() => this.selection.clear());
    });
    effect(() => {
      const stored = this.queue.lastStored();
      if (stored !== undefined) untracked(() => this.afterUpload(stored.folder));
    });
  }

  protected open(entry: Entry): void {
    if (entry.type === 'folder') this.go({ path: entry.path, file: null, q: null, type: null });
    else this.go({ file: entry.path });
  }

  protected pick(entry: Entry): void {
    if (entry.type === 'file') this.go({ file: entry.path }, true);
    else if (matchMedia('(hover: none)').matches) this.open(entry);
    else if (this.file() !== '') this.closePanel();
  }

  protected closePanel(): void {
    this.go({ file: null }, true);
    this.list()?.focus();
  }

  protected search(text: string): void {
    this.typed.set(text);
    this.typing.run(TYPING_PAUSE_MS, () => this.go({ q: text.trim() || null, file: null }, true));
  }

  protected filter(type: string): void {
    this.go({ type: type || null, file: null });
  }

  protected order(sort: string): void {
    this.go({ sort: sort === ListSort.name ? null : sort }, true);
  }

  protected widen(): void {
    this.go({ q: null, type: null });
  }

  protected upload(input: HTMLInputElement): void {
    if (input.files !== null) this.queue.add(filesToSend(input.files, this.path()));
    input.value = '';
  }

  protected showMenu({ entry, x, y }: MenuRequest): void {
    this.menuEntry.set(entry);
    const { style } = this.menuAnchor().nativeElement;
    style.left = `${x}px`;
    style.top = `${y}px`;
    // Its place depends on its size, and so on what is in it for this entry.
    afterNextRender(() => this.menu().openMenu(), { injector: this.injector });
  }

  protected async newFolder(): Promise<void> {
    if (await this.actions.newFolder(this.path())) this.refresh();
  }

  protected async rename(entry: Named | undefined = this.selection.entries()[0]): Promise<void> {
    if (entry !== undefined) await this.actions.rename(entry, (move) => this.follow(move));
  }

  protected async move(): Promise<void> {
    await this.actions.moveElsewhere(this.selectedPaths(), () => this.afterChange());
  }

  protected async moveTo({ paths, folder }: DropRequest): Promise<void> {
    await this.actions.moveTo(paths, folder, () => this.afterChange());
  }

  protected async duplicate(entry: Entry): Promise<void> {
    await this.actions.duplicate(entry.path, () => this.refresh());
  }

  protected async delete(entries: readonly Named[] = this.selection.entries()): Promise<void> {
    if (entries.length === 0) return;
    const hide = (paths: ReadonlySet<string>) => this.store.hide(paths);
    await this.actions.delete(entries, hide, () => this.afterChange());
    this.list()?.focus();
  }

  protected async download(): Promise<void> {
    await this.actions.downloadAll(this.selection.entries());
  }

  /** The End key leads to the end of the folder, not of what has been read of it. */
  protected async readToEnd(): Promise<void> {
    if (!this.store.hasMore()) return;
    await this.store.rest();
    await this.becomeStable();
    this.list()?.goToEnd();
  }

  protected onKey(key: 'delete' | 'rename' | 'close'): void {
    if (key === 'delete') void this.delete();
    else if (key === 'rename') void this.rename();
    else if (this.file() !== '') this.closePanel();
  }

  protected afterChange(): void {
    this.selection.clear();
    if (this.file() !== '') this.go({ file: null }, true);
    this.refresh();
  }

  protected refresh(): void {
    void this.store.reload();
    this.summaries.refresh();
    this.view.foldersChanged();
  }

  protected focusList(): void {
    this.list()?.focus();
  }

  protected openedFile(path: string): string {
    return nameOf(path);
  }

  /** The panel stays on a file that got another name. */
  private follow({ from, to }: Move): void {
    if (this.file() === from) this.go({ file: to }, true);
    this.refresh();
  }

  /** Until the list shows what has been read. */
  private becomeStable(): Promise<void> {
    return new Promise((resolve) => {
      afterNextRender(() => resolve(), { injector: this.injector });
    });
  }

  private selectedPaths(): readonly string[] {
    return this.selection.entries().map(({ path }) => path);
  }

  private afterUpload(folder: string): void {
    const here = this.path();
    if (folder !== here && !folder.startsWith(here === '' ? '' : `${here}/`)) return;
    this.reloading.run(RELOAD_PAUSE_MS, () => this.refresh());
  }

  private go(queryParams: Readonly<Record<string, string | null>>, replaceUrl = false): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}

const SORTS: readonly { readonly sort: ListSort; readonly label: string }[] = [
  { sort: 'name', label: $localize`Name, A to Z` },
  { sort: '-name', label: $localize`Name, Z to A` },
  { sort: '-date', label: $localize`Newest first` },
  { sort: 'date', label: $localize`Oldest first` },
  { sort: '-size', label: $localize`Largest first` },
  { sort: 'size', label: $localize`Smallest first` },
  { sort: 'type', label: $localize`Kind` },
];

function orEmpty(value: string | undefined): string {
  return value ?? '';
}

function kindFrom(value: string | undefined): MediaKind | undefined {
  return Object.values(MediaKind).find((kind) => kind === value);
}

function sortFrom(value: string | undefined): ListSort {
  return Object.values(ListSort).find((sort) => sort === value) ?? ListSort.name;
}
