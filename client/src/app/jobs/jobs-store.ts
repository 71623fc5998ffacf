import { computed, inject, Service, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { ListJobsStatus } from '../api/model/listJobsStatus';
import type { QueueJob } from '../api/model/queueJob';
import {
  getQueueStatsResource,
  getWorkerStatsResource,
  listJobsResource,
} from '../api/queue/queue.resource';
import { QueueService } from '../api/queue/queue.service';
import { QueueFeed, type QueueEvent } from './queue-feed';

const PAGE = 50;
const HISTORY = 200;
const REFRESH_PAUSE_MS = 500;

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
  private shown: readonly QueueJob[] | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly connection = this.feed.state;
  readonly status = this.wanted.asReadonly();
  readonly pageNumber = this.page.asReadonly();
  readonly error = computed(() => this.list.error() ?? this.counts.error() ?? this.crew.error());
  readonly stats = computed(() => (this.counts.hasValue() ? this.counts.value() : undefined));
  readonly workers = computed(() => (this.crew.hasValue() ? this.crew.value() : undefined));
  /** The jobs of the page; while the next answer is on its way, those of the last. */
  readonly jobs = computed(() => {
    if (this.list.hasValue()) this.shown = this.list.value().jobs;
    const told = this.told();
    return this.shown?.map((job) => ({ ...job, progress: told.get(job.id) ?? job.progress }));
  });
  readonly total = computed(() => (this.list.hasValue() ? this.list.value().total : 0));
  readonly hasNextPage = computed(() => (this.page() + 1) * PAGE < this.total());
  /** The last finished jobs, for the charts. */
  readonly history = computed(() => (this.finished.hasValue() ? this.finished.value().jobs : []));
  /** Jobs wait and nobody takes them. */
  readonly isStranded = computed(
    () => this.workers()?.workers.length === 0 && (this.stats()?.pending ?? 0) > 0,
  );

  constructor() {
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

  /** Retries every failed job; how many there were. */
  async retryFailed(): Promise<number> {
    let count = 0;
    for (;;) {
      const { jobs } = await firstValueFrom(
        this.api.listJobs({ status: ListJobsStatus.error, limit: HISTORY }),
      );
      for (const { id } of jobs) await firstValueFrom(this.api.retryJob(id));
      count += jobs.length;
      if (jobs.length < HISTORY) break;
    }
    this.refresh();
    return count;
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
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.resources.some((resource) => resource.isLoading())) this.refreshSoon();
      else this.refresh();
    }, REFRESH_PAUSE_MS);
  }
}
