import { inject, Service, signal, type Signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { FolderSummaryDto } from '../api/model/folderSummaryDto';
import { StorageService } from '../api/storage/storage.service';
import { Delay } from '../ui/delay';

const COLLECT_MS = 40;
/** As many as the server tells of at once. */
const AT_ONCE = 50;

/** What lies in folders, asked for many at a time; shown again at once when a folder comes into sight again. */
@Service({ autoProvided: false })
export class FolderSummaries {
  private readonly api = inject(StorageService);
  private readonly known = new Map<
    string,
    ReturnType<typeof signal<FolderSummaryDto | undefined>>
  >();
  private readonly wanted = new Set<string>();
  private readonly delay = new Delay();

  /** A folder's summary; undefined until the server has told it. */
  of(path: string): Signal<FolderSummaryDto | undefined> {
    const known = this.known.get(path);
    if (known !== undefined) return known.asReadonly();
    const summary = signal<FolderSummaryDto | undefined>(undefined);
    this.known.set(path, summary);
    this.ask(path);
    return summary.asReadonly();
  }

  /** Asks again for all that is known: something may have changed in them. */
  refresh(): void {
    for (const path of this.known.keys()) this.ask(path);
  }

  private ask(path: string): void {
    this.wanted.add(path);
    if (!this.delay.isRunning) this.delay.run(COLLECT_MS, () => void this.collect());
  }

  private async collect(): Promise<void> {
    const paths = [...this.wanted];
    this.wanted.clear();
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      await this.read(paths.slice(start, start + AT_ONCE));
    }
  }

  private async read(paths: string[]): Promise<void> {
    try {
      const { summaries } = await firstValueFrom(this.api.summariseFolders({ paths }));
      for (const summary of summaries) this.known.get(summary.path)?.set(summary);
    } catch {
      // A folder that has just gone: the tiles stay plain, and the listing tells of any real trouble.
      for (const path of paths) if (this.known.get(path)?.() === undefined) this.known.delete(path);
    }
  }
}
