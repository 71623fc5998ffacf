import { Component, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { debounceTime } from 'rxjs';
import type { AuditEventDto } from '../api/model/auditEventDto';
import type { ListAuditEventsEvent } from '../api/model/listAuditEventsEvent';
import { Notices } from '../problems/notices';
import { ProblemNotice } from '../problems/problem-notice';
import { Submission } from '../problems/submission';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { PageHeader } from '../ui/page-header';
import { saveFile } from '../ui/save-file';
import { TimeAgo } from '../ui/time-ago';
import { ActivityStore, type ActivityFilter } from './activity-store';
import { EVENT_NAMES, EVENTS } from './event-names';

const TYPING_PAUSE_MS = 250;

/** Shows what has happened, and exports it. */
@Component({
  selector: 'app-activity-page',
  imports: [EmptyState, Icon, MatButton, PageHeader, ProblemNotice, ReactiveFormsModule, TimeAgo],
  providers: [ActivityStore],
  templateUrl: './activity-page.html',
  styleUrl: './activity-page.scss',
})
export class ActivityPage {
  private readonly notices = inject(Notices);

  protected readonly store = inject(ActivityStore);
  protected readonly events = EVENTS;
  protected readonly exporting = new Submission((problem) => {
    this.notices.tellProblem(problem);
  });
  protected readonly skeletons = [1, 2, 3, 4, 5, 6, 7, 8];
  protected readonly form = inject(NonNullableFormBuilder).group({
    event: new FormControl<ListAuditEventsEvent | ''>('', { nonNullable: true }),
    actor: '',
    keyId: '',
    from: '',
    to: '',
  });

  constructor() {
    this.form.valueChanges
      .pipe(debounceTime(TYPING_PAUSE_MS), takeUntilDestroyed())
      .subscribe(() => void this.find());
    void this.find();
  }

  protected nameOf(event: AuditEventDto): string {
    return EVENT_NAMES[event.event];
  }

  protected async find(): Promise<void> {
    await this.store.find(this.filter());
  }

  protected async exportAll(): Promise<void> {
    await this.exporting.run(async () => {
      const events = await this.store.all();
      const name = `openinary-activity-${new Date().toISOString().slice(0, 10)}.json`;
      saveFile(name, new Blob([JSON.stringify(events, null, 2)], { type: 'application/json' }));
    });
  }

  private filter(): ActivityFilter {
    const { event, actor, keyId, from, to } = this.form.getRawValue();
    return {
      ...(event !== '' && { event }),
      ...(actor.trim() !== '' && { actor: actor.trim() }),
      ...(keyId.trim() !== '' && { keyId: keyId.trim() }),
      ...(from !== '' && { from: new Date(from).toISOString() }),
      ...(to !== '' && { to: new Date(to).toISOString() }),
    };
  }
}
