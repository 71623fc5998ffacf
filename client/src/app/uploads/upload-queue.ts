import { computed, inject, Service, signal } from '@angular/core';
import { firstValueFrom, type Subscription } from 'rxjs';
import { HealthService } from '../api/health/health.service';
import { toProblemError, type ProblemError } from '../problems/problem-error';
import { Upload, type FileToSend } from './upload';
import { UploadSender } from './upload-sender';

const AT_ONCE = 3;
const MAX_FAILURES = 4;
const PROBE_MS = [1_000, 2_000, 4_000, 8_000];
const LONGEST_PROBE_MS = 15_000;

/** Every upload of this tab: a few at a time, sent again when the server comes back. */
@Service()
export class UploadQueue {
  private readonly sender = inject(UploadSender);
  private readonly health = inject(HealthService);
  private readonly all = signal<readonly Upload[]>([]);
  private readonly running = new Map<Upload, Subscription>();
  private readonly folderStored = signal<{ readonly folder: string } | undefined>(undefined);
  private probing = false;

  readonly uploads = this.all.asReadonly();
  /** The folder that got a file last; another object each time. */
  readonly lastStored = this.folderStored.asReadonly();
  readonly active = computed(() => this.all().filter((upload) => !upload.hasEnded()));
  /** Those that were refused come first: they are the ones to look at. */
  readonly listed = computed(() =>
    [...this.all()].sort((one, other) => rankOf(one) - rankOf(other)),
  );
  readonly done = computed(() => this.all().filter((upload) => upload.state() === 'done').length);
  readonly refused = computed(
    () => this.all().filter((upload) => upload.state() === 'refused').length,
  );
  readonly isPaused = computed(
    () => this.active().length > 0 && this.active().every((upload) => upload.state() === 'paused'),
  );
  /** 0 to 100, over every byte. */
  readonly percent = computed(() => {
    const uploads = this.all().filter((upload) => upload.state() !== 'cancelled');
    const total = uploads.reduce((sum, upload) => sum + upload.size, 0);
    const sent = uploads.reduce(
      (sum, upload) => sum + (upload.hasEnded() ? upload.size : upload.sent()),
      0,
    );
    return total === 0 ? 0 : Math.floor((sent / total) * 100);
  });

  constructor() {
    window.addEventListener('beforeunload', (event) => {
      if (this.active().length > 0) event.preventDefault();
    });
    window.addEventListener('online', () => this.resumeInterrupted());
  }

  /** Puts files in line. */
  add(files: readonly FileToSend[]): void {
    this.all.update((uploads) => [
      ...uploads,
      ...files.map(({ file, folder }) => new Upload(file, folder)),
    ]);
    this.pump();
  }

  pause(upload: Upload): void {
    this.stop(upload);
    upload.state.set('paused');
    this.pump();
  }

  cancel(upload: Upload): void {
    this.stop(upload);
    upload.state.set('cancelled');
    this.pump();
  }

  /** Sends an upload again that was paused, refused or cancelled. */
  retry(upload: Upload): void {
    upload.failures = 0;
    upload.problem.set(undefined);
    upload.state.set('waiting');
    this.pump();
  }

  pauseAll(): void {
    for (const upload of this.active()) {
      this.stop(upload);
      upload.state.set('paused');
    }
  }

  resumeAll(): void {
    for (const upload of this.active()) if (upload.state() === 'paused') this.retry(upload);
  }

  cancelAll(): void {
    for (const upload of this.active()) {
      this.stop(upload);
      upload.state.set('cancelled');
    }
  }

  /** Forgets those that have ended. */
  clear(): void {
    this.all.set(this.active());
  }

  private pump(): void {
    for (const upload of this.all()) {
      if (this.running.size >= AT_ONCE) return;
      if (upload.state() === 'waiting') this.start(upload);
    }
  }

  private start(upload: Upload): void {
    upload.state.set('sending');
    const sending = this.sender.send(upload).subscribe({
      error: (error: unknown) => this.fail(upload, toProblemError(error)),
      complete: () => this.finish(upload),
    });
    if (!sending.closed) this.running.set(upload, sending);
  }

  private finish(upload: Upload): void {
    this.running.delete(upload);
    upload.state.set('done');
    this.folderStored.set({ folder: upload.folder });
    this.pump();
  }

  private fail(upload: Upload, problem: ProblemError): void {
    this.running.delete(upload);
    upload.problem.set(problem);
    upload.failures += 1;
    if (problem.status === 401) {
      upload.state.set('paused');
    } else if (problem.isPassing && upload.failures <= MAX_FAILURES) {
      upload.state.set('interrupted');
      void this.waitForServer(problem.retryAfter);
    } else {
      upload.state.set('refused');
    }
    this.pump();
  }

  /** Asks until the server answers; while it does not, nothing counts as a failure of the file. */
  private async waitForServer(retryAfter = 0): Promise<void> {
    if (this.probing) return;
    this.probing = true;
    await pause(retryAfter * 1000);
    for (let probe = 0; ; probe += 1) {
      await pause(PROBE_MS[probe] ?? LONGEST_PROBE_MS);
      try {
        await firstValueFrom(this.health.getHealth());
        break;
      } catch {
        // Still away: that is what is waited for.
        for (const upload of this.active()) upload.failures = 0;
      }
    }
    this.probing = false;
    this.resumeInterrupted();
  }

  private resumeInterrupted(): void {
    for (const upload of this.active()) {
      if (upload.state() === 'interrupted') upload.state.set('waiting');
    }
    this.pump();
  }

  private stop(upload: Upload): void {
    this.running.get(upload)?.unsubscribe();
    this.running.delete(upload);
  }
}

function rankOf(upload: Upload): number {
  if (upload.state() === 'refused') return 0;
  return upload.hasEnded() ? 2 : 1;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
