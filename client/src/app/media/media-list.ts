import { ScrollingModule, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import {
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
  afterNextRender,
} from '@angular/core';
import { FileSizePipe } from '../ui/file-size';
import { Icon } from '../ui/icon';
import { TimeAgo } from '../ui/time-ago';
import type { Entry } from './entry';
import { FolderFace } from './folder-face';
import { FolderSize } from './folder-size';
import { geometryOf, indexAfterKey, rowsOf } from './grid-geometry';
import { folderOf } from './asset-urls';
import { readDraggedPaths, writeDraggedPaths } from './dragged-paths';
import type { Selection, SelectionGesture } from './selection';
import { Thumbnail } from './thumbnail';

/** Pages are asked for this many rows before the end is seen. */
const AHEAD_ROWS = 12;

/** Where a menu was asked for, and on which entry. */
export interface MenuRequest {
  readonly entry: Entry;
  readonly x: number;
  readonly y: number;
}

/** Entries to be moved into a folder. */
export interface DropRequest {
  readonly paths: readonly string[];
  readonly folder: string;
}

/** A listing as tiles or lines, of which only the visible ones exist; driven by mouse, touch and keyboard alike. */
@Component({
  selector: 'app-media-list',
  imports: [FileSizePipe, FolderFace, FolderSize, Icon, ScrollingModule, Thumbnail, TimeAgo],
  templateUrl: './media-list.html',
  styleUrl: './media-list.scss',
})
export class MediaList {
  readonly entries = input.required<readonly Entry[]>();
  readonly selection = input.required<Selection<Entry>>();
  readonly view = input.required<'grid' | 'list'>();
  /** The lines say in which folder each file lies. */
  readonly showsFolders = input(false);
  /** The path of the entry that is shown beside the list. */
  readonly current = input('');

  protected readonly folderOf = folderOf;

  readonly opened = output<Entry>();
  readonly picked = output<Entry>();
  readonly menuWanted = output<MenuRequest>();
  readonly nearEnd = output();
  /** The very end is asked for, of which more may have to be read. */
  readonly endWanted = output();
  readonly dropped = output<DropRequest>();
  readonly keyed = output<'delete' | 'rename' | 'close'>();

  private readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  private readonly width = signal(0);
  protected readonly dropTarget = signal<string | undefined>(undefined);
  protected readonly geometry = computed(() => geometryOf(this.view(), this.width()));
  protected readonly rows = computed(() => rowsOf(this.entries(), this.geometry().columns));
  private readonly indexes = computed(
    () => new Map(this.entries().map(({ path }, index) => [path, index])),
  );
  protected readonly activeId = computed(() => {
    const index = this.indexes().get(this.selection().active() ?? '');
    return index === undefined ? null : `entry-${index}`;
  });

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const observer = new ResizeObserver(() => this.measure());
    inject(DestroyRef).onDestroy(() => observer.disconnect());
    afterNextRender(() => {
      this.measure();
      observer.observe(host);
    });
  }

  focus(): void {
    this.viewport().elementRef.nativeElement.focus();
  }

  /** Goes to the last entry there is. */
  goToEnd(): void {
    const last = this.entries().at(-1);
    if (last === undefined) return;
    this.selection().choose(last.path, 'only');
    this.viewport().scrollTo({ bottom: 0 });
  }

  protected rowKey = (index: number): number => index;

  protected onScroll(): void {
    const { end } = this.viewport().getRenderedRange();
    if (end >= this.rows().length - AHEAD_ROWS) this.nearEnd.emit();
  }

  protected click(entry: Entry, event: MouseEvent): void {
    const gesture = gestureOf(event);
    this.selection().choose(entry.path, gesture);
    if (gesture === 'only') this.picked.emit(entry);
  }

  protected tick(entry: Entry, event: MouseEvent): void {
    event.stopPropagation();
    this.selection().choose(entry.path, event.shiftKey ? 'range' : 'toggle');
  }

  protected openMenu(entry: Entry, event: MouseEvent): void {
    event.preventDefault();
    if (!this.selection().has(entry.path)) this.selection().choose(entry.path, 'only');
    this.menuWanted.emit({ entry, x: event.clientX, y: event.clientY });
  }

  protected press(event: KeyboardEvent): void {
    if (this.goTo(event) || this.act(event)) event.preventDefault();
  }

  protected drag(entry: Entry, event: DragEvent): void {
    if (!this.selection().has(entry.path)) this.selection().choose(entry.path, 'only');
    const paths = this.selection()
      .entries()
      .map(({ path }) => path);
    writeDraggedPaths(event, paths);
  }

  protected over(entry: Entry, event: DragEvent): void {
    if (entry.type !== 'folder' || this.selection().has(entry.path)) return;
    if (event.dataTransfer?.types.includes('Files') === true) return;
    event.preventDefault();
    this.dropTarget.set(entry.path);
  }

  protected drop(entry: Entry, event: DragEvent): void {
    this.dropTarget.set(undefined);
    const paths = readDraggedPaths(event);
    if (entry.type !== 'folder' || paths.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.dropped.emit({ paths, folder: entry.path });
  }

  private measure(): void {
    const element = this.viewport().elementRef.nativeElement;
    const edge = parseFloat(getComputedStyle(element).getPropertyValue('--edge'));
    this.width.set(element.clientWidth - 2 * edge);
    this.viewport().checkViewportSize();
  }

  private goTo(event: KeyboardEvent): boolean {
    const { columns, rowHeight } = this.geometry();
    const rowsPerPage = Math.max(1, Math.floor(this.viewport().getViewportSize() / rowHeight));
    const entries = this.entries();
    const at = this.indexes().get(this.selection().active() ?? '');
    const place = { columns, count: entries.length, rowsPerPage };
    const next = indexAfterKey(event.key, at ?? -1, place);
    const entry = next === undefined ? undefined : entries[next];
    if (next === undefined || entry === undefined) return false;
    if (event.shiftKey) this.selection().choose(entry.path, 'range');
    else if (event.ctrlKey || event.metaKey) this.selection().moveTo(entry.path);
    else this.selection().choose(entry.path, 'only');
    this.reveal(Math.floor(next / columns));
    if (event.key === 'End') this.endWanted.emit();
    return true;
  }

  private act(event: KeyboardEvent): boolean {
    const at = this.indexes().get(this.selection().active() ?? '');
    const entry = at === undefined ? undefined : this.entries()[at];
    switch (event.key) {
      case 'Enter':
        if (entry !== undefined) this.opened.emit(entry);
        return true;
      case ' ':
        if (entry !== undefined) this.selection().choose(entry.path, 'toggle');
        return true;
      case 'a':
        if (event.ctrlKey || event.metaKey) this.selection().selectAll();
        return event.ctrlKey || event.metaKey;
      case 'Escape':
        this.selection().clear();
        this.keyed.emit('close');
        return true;
      case 'Delete':
      case 'Backspace':
        this.keyed.emit('delete');
        return true;
      case 'F2':
        this.keyed.emit('rename');
        return true;
      case 'ContextMenu':
        return this.openMenuAtActive(entry);
      default:
        return false;
    }
  }

  private openMenuAtActive(entry: Entry | undefined): boolean {
    const element = document.getElementById(this.activeId() ?? '');
    if (entry === undefined || element === null) return false;
    const { left, bottom } = element.getBoundingClientRect();
    this.menuWanted.emit({ entry, x: left + 16, y: bottom - 16 });
    return true;
  }

  private reveal(row: number): void {
    const { rowHeight } = this.geometry();
    const viewport = this.viewport();
    const top = row * rowHeight;
    const shown = viewport.measureScrollOffset();
    const height = viewport.getViewportSize();
    if (top < shown) viewport.scrollToOffset(top);
    else if (top + rowHeight > shown + height) viewport.scrollToOffset(top + rowHeight - height);
  }
}

function gestureOf({ ctrlKey, metaKey, shiftKey }: MouseEvent): SelectionGesture {
  if (shiftKey) return 'range';
  return ctrlKey || metaKey ? 'toggle' : 'only';
}
