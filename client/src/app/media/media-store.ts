import { computed, inject, Service, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { ListStorageParams } from '../api/model/listStorageParams';
import { StorageService } from '../api/storage/storage.service';
import { toProblemError, type ProblemError } from '../problems/problem-error';
import { fileEntry, folderEntry, type Entry } from './entry';

const PAGE = 200;
const MOST_AT_ONCE = 20_000;
const REMEMBERED = 12;

/** What is listed: a folder, or what is found in it, and in which order. */
export type MediaQuery = Omit<ListStorageParams, 'limit' | 'cursor' | 'depth'>;

interface Listing {
  readonly entries: readonly Entry[];
  readonly cursor: string | undefined;
}

const NOTHING: Listing = { entries: [], cursor: undefined };

/** The listing on the page, read piece by piece. A folder seen before is shown at once and read again behind it. */
@Service({ autoProvided: false })
export class MediaStore {
  private readonly api = inject(StorageService);
  private readonly listing = signal<Listing>(NOTHING);
  private readonly asked = signal<MediaQuery>({});
  private readonly failure = signal<ProblemError | undefined>(undefined);
  private readonly loading = signal<'no' | 'first' | 'again' | 'more'>('no');
  private readonly seen = new Map<string, Listing>();
  /** Answers to an older question are dropped. */
  private question = 0;

  /** Paths that are being deleted: apart from the listing, which may change or be another one meanwhile. */
  private readonly hidden = signal<ReadonlySet<string>>(new Set());

  readonly entries = computed(() => without(this.listing(), this.hidden()).entries);
  readonly error = this.failure.asReadonly();
  readonly hasMore = computed(() => this.listing().cursor !== undefined);
  /** Nothing can be shown yet. */
  readonly isEmptyHanded = computed(() => this.loading() === 'first');
  readonly isLoading = computed(() => this.loading() !== 'no');

  /** Shows what is asked for. */
  async open(query: MediaQuery): Promise<void> {
    this.asked.set(query);
    const remembered = this.seen.get(JSON.stringify(query));
    this.listing.set(remembered ?? NOTHING);
    await this.read(remembered === undefined ? 'first' : 'again');
  }

  /** Reads the listing again, from its start, as far as it was read. */
  async reload(): Promise<void> {
    await this.read('again');
  }

  /** Reads the next piece. */
  async more(): Promise<void> {
    if (this.hasMore() && !this.isLoading()) await this.read('more');
  }

  /** Reads on to the end, or to where a list is too long to be gone through. */
  async rest(): Promise<void> {
    if (this.hasMore() && this.loading() !== 'first') await this.read('more', MOST_AT_ONCE);
  }

  /** Takes entries away at once, before the server has agreed; told in the end which are still there, it shows those again. */
  hide(paths: ReadonlySet<string>): (left: ReadonlySet<string>) => void {
    this.hidden.update((hidden) => new Set([...hidden, ...paths]));
    return (left) => {
      const gone = difference(paths, left);
      this.listing.update((listing) => without(listing, gone));
      for (const [query, listing] of this.seen) this.seen.set(query, without(listing, gone));
      this.hidden.update((hidden) => difference(hidden, paths));
    };
  }

  private async read(how: 'first' | 'again' | 'more', most = PAGE): Promise<void> {
    const question = ++this.question;
    this.loading.set(how);
    this.failure.set(undefined);
    try {
      const wanted = how === 'again' ? Math.max(PAGE, this.listing().entries.length) : most;
      const cursor = how === 'more' ? this.listing().cursor : undefined;
      const piece = await this.fetch(cursor, wanted, question);
      if (piece === undefined) return;
      // What is there by now, for entries may have gone while the piece was read.
      const before = how === 'more' ? this.listing().entries : [];
      const found = { ...piece, entries: [...before, ...piece.entries] };
      this.listing.set(found);
      this.remember(found);
    } catch (error) {
      if (question === this.question) this.failure.set(toProblemError(error));
    } finally {
      if (question === this.question) this.loading.set('no');
    }
  }

  /** Reads on from a place in the listing until there are `wanted` entries; undefined when something else was asked since. */
  private async fetch(
    from: string | undefined,
    wanted: number,
    question: number,
  ): Promise<Listing | undefined> {
    const entries: Entry[] = [];
    let cursor = from;
    do {
      const page = await firstValueFrom(
        this.api.listStorage({ ...this.asked(), limit: PAGE, ...(cursor && { cursor }) }),
      );
      if (question !== this.question) return undefined;
      entries.push(...page.folders.map(folderEntry), ...page.files.map(fileEntry));
      cursor = page.nextCursor;
    } while (cursor !== undefined && entries.length < wanted);
    return { entries, cursor };
  }

  private remember(listing: Listing): void {
    const key = JSON.stringify(this.asked());
    this.seen.delete(key);
    this.seen.set(key, listing);
    const oldest = this.seen.keys().next().value;
    if (this.seen.size > REMEMBERED && oldest !== undefined) this.seen.delete(oldest);
  }
}

function without(listing: Listing, paths: ReadonlySet<string>): Listing {
  if (paths.size === 0) return listing;
  return { ...listing, entries: listing.entries.filter(({ path }) => !paths.has(path)) };
}

function difference(from: ReadonlySet<string>, paths: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...from].filter((path) => !paths.has(path)));
}
