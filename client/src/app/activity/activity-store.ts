import { computed, inject, Service, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { AuditEventDto } from '../api/model/auditEventDto';
import type { ListAuditEventsParams } from '../api/model/listAuditEventsParams';
import { SecurityService } from '../api/security/security.service';
import { toProblemError, type ProblemError } from '../problems/problem-error';

const PAGE = 100;
const MAX_EXPORTED = 20_000;

/** Which events are asked for. */
export type ActivityFilter = Omit<ListAuditEventsParams, 'limit' | 'cursor'>;

/** The audit log, read page by page. */
@Service({ autoProvided: false })
export class ActivityStore {
  private readonly api = inject(SecurityService);
  private readonly rows = signal<readonly AuditEventDto[]>([]);
  private readonly cursor = signal<string | undefined>(undefined);
  private readonly failure = signal<ProblemError | undefined>(undefined);
  private readonly loading = signal(false);
  private readonly asked = signal<ActivityFilter>({});
  /** Answers to an older question are dropped. */
  private question = 0;

  readonly events = this.rows.asReadonly();
  readonly error = this.failure.asReadonly();
  readonly isLoading = this.loading.asReadonly();
  readonly hasMore = computed(() => this.cursor() !== undefined);

  /** Reads the first page of what is asked for. */
  async find(filter: ActivityFilter): Promise<void> {
    this.asked.set(filter);
    this.cursor.set(undefined);
    await this.read((events) => this.rows.set(events));
  }

  /** Reads the next page. */
  async more(): Promise<void> {
    if (this.loading()) return;
    await this.read((events) => this.rows.update((rows) => [...rows, ...events]));
  }

  /** Every event of the filter, up to 20 000. @throws {ProblemError} */
  async all(): Promise<readonly AuditEventDto[]> {
    const events: AuditEventDto[] = [];
    let cursor: string | undefined;
    do {
      const page = await firstValueFrom(
        this.api.listAuditEvents({
          ...this.asked(),
          limit: 200,
          ...(cursor && { cursor: Number(cursor) }),
        }),
      );
      events.push(...page.events);
      cursor = page.nextCursor;
    } while (cursor !== undefined && events.length < MAX_EXPORTED);
    return events;
  }

  private async read(keep: (events: readonly AuditEventDto[]) => void): Promise<void> {
    const question = ++this.question;
    this.loading.set(true);
    this.failure.set(undefined);
    const cursor = this.cursor();
    try {
      const page = await firstValueFrom(
        this.api.listAuditEvents({
          ...this.asked(),
          limit: PAGE,
          ...(cursor && { cursor: Number(cursor) }),
        }),
      );
      if (question !== this.question) return;
      keep(page.events);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      if (question === this.question) this.failure.set(toProblemError(error));
    } finally {
      if (question === this.question) this.loading.set(false);
    }
  }
}
