import { computed, effect, inject, linkedSignal, Service, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { QueueJobList } from '../api/model/queueJobList';
import { ListJobsStatus } from '../api/model/listJobsStatus';
import {
  getQueueStatsResource,
  getWorkerStatsResource,
  listJobsResource,
} from '../api/queue/queue.resource';
import { QueueService } from '../api/queue/queue.service';
import { toProblemError, type ProblemError } from '../problems/problem-error';
import { Delay } from '../ui/delay';
import { QueueFeed, type QueueEvent } from './queue-feed';

const PAGE = 50;
const HISTORY = 200;
const REFRESH_PAUSE_MS = 500;
/** Failed jobs are looked for on so many pages at most. */
const MOST_PAGES = 50;

/** What became of the failed jobs that were to be retried. */
export interface Retried {
  readonly done: number;
  /** Those that had changed meanwhile, or could not be reached. */
  readonly failed: readonly ProblemError[];
}

/** The queue as it is now: counts, a page of jobs, workers; told by the server as it changes. */
@Service({ autoProvided: false })
export class JobsStore {
  private readonly api = inject(QueueService);
  private readonly feed = inject(QueueFeed);
  private readonly wanted = signal<ListJobsStatus | undefined>(undefined);
  private readonly page = signal(0);
  private readonly list = listJobsResource(
    computed(() => {
      const status = this.wanted();
      return { limit: PAGE, offset: this.page() * PAGE, ...(status && { status }) };
    }),
  );
  private readonly finished = listJobsResource(
    signal({ status: ListJobsStatus.completed, limit: HISTORY }),
  );
  private readonly counts = getQueueStatsResource();
  private readonly crew = getWorkerStatsResource();
  private readonly resources = [this.list, this.counts, this.crew, this.finished];
  /** What jobs were told to have done since the list was read; apart from it, for writing to the list ends its reading. */
  private readonly told = signal<ReadonlyMap<string, number>>(new Map());
  private readonly delay = new Delay();

  readonly connection = this.feed.state;
  readonly status = this.wanted.asReadonly();
  readonly pageNumber = this.page.asReadonly();
  /** The page is gone: its last jobs were deleted, or left the state that is shown. */
  private readonly isBeyondTheEnd = computed(
    () => this.page() > 0 && this.list.hasValue() && this.list.value().jobs.length === 0,
  );
  readonly error = computed(() =>
    this.resources.map((resource) => resource.error()).find((error) => error !== undefined),
  );
  readonly stats = computed(() => (this.counts.hasValue() ? this.counts.value() : undefined));
  readonly workers = computed(() => (this.crew.hasValue() ? this.crew.value() : undefined));
  /** The last answer, while the next is on its way too: what is shown of it must not come and go. */
  private readonly known = linkedSignal<QueueJobList | undefined, QueueJobList | undefined>({
    source: () => (this.list.hasValue() && !this.isBeyondTheEnd() ? this.list.value() : undefined),
    computation: (answer, last) => answer ?? last?.value,
  });
  /** The jobs of the page; while the next answer is on its way, those of the last. */
  readonly jobs = computed(() => {
    const told = this.told();
    return this.known()?.jobs.map((job) => ({
      ...job,
      progress: told.get(job.id) ?? job.progress,
    }));
  });
  readonly total = computed(() => this.known()?.total ?? 0);
  readonly hasNextPage = computed(() => (this.page() + 1) * PAGE < this.total());
  /** The last finished jobs, for the charts; undefined while they are not known. */
  readonly history = computed(() =>
    this.finished.hasValue() ? this.finished.value().jobs : undefined,
  );
  /** Jobs wait and nobody takes them. */
  readonly isStranded = computed(
    () => this.workers()?.workers.length === 0 && (this.stats()?.pending ?? 0) > 0,
  );

  constructor() {
    effect(() => {
      // Each answer is kept, whether or not anything shows it.
      this.known();
      if (!this.isBeyondTheEnd() || !this.list.hasValue()) return;
      const end = Math.ceil(this.list.value().total / PAGE) - 1;
      this.turnTo(Math.min(end, this.page() - 1));
    });
    this.feed.follow(
      (event) => this.tell(event),
      () => {
        this.told.set(new Map());
        this.refreshSoon();
      },
    );
  }

  show(status: ListJobsStatus | undefined): void {
    this.page.set(0);
    this.wanted.set(status);
  }

  turnTo(page: number): void {
    this.page.set(Math.max(0, page));
  }

  refresh(): void {
    for (const resource of this.resources) resource.reload();
  }

  async retry(id: string): Promise<void> {
    await firstValueFrom(this.api.retryJob(id));
    this.refresh();
  }

  async cancel(id: string): Promise<void> {
    await firstValueFrom(this.api.cancelJob(id));
    this.refresh();
  }

  async delete(id: string): Promise<void> {
    await firstValueFrom(this.api.deleteJob(id));
    this.refresh();
  }

  /** Retries every job that has failed by now; one that can't be stops no other. */
  async retryFailed(): Promise<Retried> {
    const ids = await this.failedIds();
    const failed: ProblemError[] = [];
    for (const id of ids) {
      try {
        await firstValueFrom(this.api.retryJob(id));
      } catch (error) {
        failed.push(toProblemError(error));
      }
    }
    this.refresh();
    return { done: ids.size - failed.length, failed };
  }

  /** All are looked up before the first is retried: one may fail again meanwhile, and would never let this end. */
  private async failedIds(): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { jobs } = await firstValueFrom(
        this.api.listJobs({
          status: ListJobsStatus.error,
          limit: HISTORY,
          ...(page > 0 && { offset: page * HISTORY }),
        }),
      );
      for (const { id } of jobs) ids.add(id);
      if (jobs.length < HISTORY) break;
    }
    return ids;
  }

  /** Progress is shown as it comes, without asking again. */
  private tell({ name, jobId, progress }: QueueEvent): void {
    const told = new Map(this.told());
    if (name === 'job:progress' && progress !== undefined) told.set(jobId, progress);
    else {
      told.delete(jobId);
      this.refreshSoon();
    }
    this.told.set(told);
  }

  /** What is being read may be older than what was just told; to begin again each time might never come to an end. */
  private refreshSoon(): void {
    if (this.delay.isRunning) return;
    this.delay.run(REFRESH_PAUSE_MS, () => {
      if (this.resources.some((resource) => resource.isLoading())) this.refreshSoon();
      else this.refresh();
    });
  }
}
