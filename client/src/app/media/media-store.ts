import { computed, inject, Service, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { ListStorageParams } from '../api/model/listStorageParams';
import { StorageService } from '../api/storage/storage.service';
import { toProblemError, type ProblemError } from '../problems/problem-error';
import { fileEntry, folderEntry, type Entry, type FileEntry } from './entry';

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

  readonly entries = computed(() => this.listing().entries);
  readonly query = this.asked.asReadonly();
  readonly error = this.failure.asReadonly();
  readonly hasMore = computed(() => this.listing().cursor !== undefined);
  /** Nothing can be shown yet. */
  readonly isEmptyHanded = computed(() => this.loading() === 'first');
  readonly isLoading = computed(() => this.loading() !== 'no');
  readonly files = computed(() =>
    this.entries().filter((entry): entry is FileEntry => entry.type === 'file'),
  );

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

  /** Takes entries away at once, before the server has agreed; gives back what puts them back. */
  hide(paths: ReadonlySet<string>): () => void {
    const before = this.listing();
    this.listing.set({
      ...before,
      entries: before.entries.filter(({ path }) => !paths.has(path)),
    });
    return () => this.listing.set(before);
  }

  private async read(how: 'first' | 'again' | 'more', most = PAGE): Promise<void> {
    const question = ++this.question;
    this.loading.set(how);
    this.failure.set(undefined);
    try {
      const wanted = how === 'again' ? Math.max(PAGE, this.entries().length) : most;
      const found = await this.fetch(how === 'more' ? this.listing() : NOTHING, wanted, question);
      if (found === undefined) return;
      this.listing.set(found);
      this.remember(found);
    } catch (error) {
      if (question === this.question) this.failure.set(toProblemError(error));
    } finally {
      if (question === this.question) this.loading.set('no');
    }
  }

  /** Reads on from a listing until there are `wanted` entries more; undefined when something else was asked since. */
  private async fetch(
    from: Listing,
    wanted: number,
    question: number,
  ): Promise<Listing | undefined> {
    const entries = [...from.entries];
    let { cursor } = from;
    do {
      const page = await firstValueFrom(
        this.api.listStorage({ ...this.asked(), limit: PAGE, ...(cursor && { cursor }) }),
      );
      if (question !== this.question) return undefined;
      entries.push(...page.folders.map(folderEntry), ...page.files.map(fileEntry));
      cursor = page.nextCursor;
    } while (cursor !== undefined && entries.length < from.entries.length + wanted);
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
