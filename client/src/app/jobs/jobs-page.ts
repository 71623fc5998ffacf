import { Component, computed, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { ListJobsStatus } from '../api/model/listJobsStatus';
import type { QueueJob } from '../api/model/queueJob';
import { QueueJobStatus } from '../api/model/queueJobStatus';
import { folderOf, nameOf } from '../media/asset-urls';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { Confirm } from '../ui/confirm';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { PageHeader } from '../ui/page-header';
import { TimeAgo } from '../ui/time-ago';
import { JobsStore, type Retried } from './jobs-store';
import { QueueFeed } from './queue-feed';
import { ThroughputChart } from './throughput-chart';

interface StateView {
  readonly name: string;
  readonly tone: string;
}

const STATES: Readonly<Record<QueueJobStatus, StateView>> = {
  pending: { name: $localize`Waiting`, tone: '' },
  processing: { name: $localize`Rendering`, tone: 'info' },
  completed: { name: $localize`Done`, tone: 'ok' },
  error: { name: $localize`Failed`, tone: 'danger' },
  cancelled: { name: $localize`Cancelled`, tone: 'warn' },
};

/** The video queue, live. */
@Component({
  selector: 'app-jobs-page',
  imports: [
    EmptyState,
    Icon,
    MatButton,
    MatIconButton,
    MatTooltip,
    PageHeader,
    ProblemNotice,
    RouterLink,
    ThroughputChart,
    TimeAgo,
  ],
  providers: [QueueFeed, JobsStore],
  templateUrl: './jobs-page.html',
  styleUrl: './jobs-page.scss',
})
export class JobsPage {
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);

  protected readonly store = inject(JobsStore);
  protected readonly states = STATES;
  protected readonly retrying = new Submission((problem) => {
    this.notices.tellProblem(problem);
  });
  protected readonly skeletons = [1, 2, 3, 4];
  protected readonly counters = computed(() => {
    const stats = this.store.stats();
    return Object.values(ListJobsStatus).map((status) => ({
      status,
      name: STATES[status].name,
      count: stats?.[status],
    }));
  });

  protected nameOf = nameOf;
  protected folderOf = folderOf;

  protected filter(status: ListJobsStatus): void {
    this.store.show(this.store.status() === status ? undefined : status);
  }

  /** The buttons stay where they are, with the focus; what they lead to is read from its first line. */
  protected turn(step: 1 | -1, list: HTMLElement): void {
    this.store.turnTo(this.store.pageNumber() + step);
    list.scrollIntoView({ block: 'start' });
  }

  protected canRetry({ status }: QueueJob): boolean {
    return status === QueueJobStatus.error || status === QueueJobStatus.cancelled;
  }

  protected canCancel({ status }: QueueJob): boolean {
    return status === QueueJobStatus.pending || status === QueueJobStatus.processing;
  }

  /** The attempt that runs or ran last: the server counts those that failed. */
  protected attemptOf({ status, attempts, maxAttempts }: QueueJob): number {
    const isOver = status === QueueJobStatus.error || status === QueueJobStatus.cancelled;
    return isOver ? Math.max(1, attempts) : Math.min(maxAttempts, attempts + 1);
  }

  protected async retry(job: QueueJob): Promise<void> {
    await this.attempt(() => this.store.retry(job.id), $localize`In line again.`);
  }

  protected async cancel(job: QueueJob): Promise<void> {
    await this.attempt(() => this.store.cancel(job.id), $localize`Cancelled.`);
  }

  protected async delete(job: QueueJob): Promise<void> {
    const agreed = await this.confirm.ask({
      heading: $localize`Delete this job?`,
      text: $localize`The job of “${nameOf(job.path)}:name:” is forgotten. The asset stays.`,
      action: $localize`Delete the job`,
    });
    if (agreed) await this.attempt(() => this.store.delete(job.id), $localize`Deleted.`);
  }

  protected async retryFailed(): Promise<void> {
    await this.retrying.run(async () => this.report(await this.store.retryFailed()));
  }

  private report({ done, failed }: Retried): void {
    const [first] = failed;
    this.notices.tell(
      first === undefined
        ? $localize`All failed jobs are in line again.`
        : $localize`${done}:done: in line again, ${failed.length}:failed: not: ${first.detail}:reason:`,
    );
  }

  private async attempt(action: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await action();
      this.notices.tell(done);
    } catch (error) {
      // The list shows the job as it is.
      this.notices.tellProblem(error);
      this.store.refresh();
    }
  }
}
