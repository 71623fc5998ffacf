import { DestroyRef, inject, Service, signal } from '@angular/core';
import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import type { PendingVideo } from '../api/model/pendingVideo';
import type { VideoStatus } from '../api/model/videoStatus';
import { ProblemError, toProblemError } from '../problems/problem-error';
import { SessionStore } from '../session/session-store';

const TYPING_PAUSE_MS = 250;
const POLL_MS = 700;
/** How a delivery answers who may not see an asset: a private one is not even said to be there. */
const UNSEEN: readonly number[] = [401, 404];
/** What a browser asks for when it loads an image. */
const ACCEPT = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,video/*;q=0.9,*/*;q=0.8';

/** A result that can be shown. */
export interface Rendered {
  /** An object URL. */
  readonly source: string;
  readonly contentType: string;
  readonly bytes: number;
  /** ms from the request to its last byte. */
  readonly time: number;
}

/** Asks for what a transformation makes, and keeps showing the last result meanwhile. */
@Service({ autoProvided: false })
export class PreviewStore {
  private readonly shown = signal<Rendered | undefined>(undefined);
  private readonly busy = signal(false);
  private readonly done = signal<number | undefined>(undefined);
  private readonly failure = signal<ProblemError | undefined>(undefined);
  private readonly session = inject(SessionStore);
  private current = new AbortController();

  readonly result = this.shown.asReadonly();
  readonly isLoading = this.busy.asReadonly();
  /** Percent of a video that is being made. */
  readonly progress = this.done.asReadonly();
  readonly error = this.failure.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.current.abort();
      this.forget();
    });
  }

  /** Shows what an address gives; an empty one shows nothing. */
  async show(url: string): Promise<void> {
    this.current.abort();
    const { signal } = (this.current = new AbortController());
    this.done.set(undefined);
    this.busy.set(url !== '');
    if (url === '') {
      this.forget();
      this.shown.set(undefined);
      this.failure.set(undefined);
      return;
    }
    try {
      await pause(TYPING_PAUSE_MS, signal);
      const rendered = await this.load(url, signal);
      this.forget();
      this.shown.set(rendered);
      this.failure.set(undefined);
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof ProblemError ? error : unreachable();
      this.failure.set(problem);
      // Nothing ends by such an answer itself: the asset may be gone, too.
      if (UNSEEN.includes(problem.status)) await this.session.endIfOver();
    }
    if (signal.aborted) return;
    this.done.set(undefined);
    this.busy.set(false);
  }

  private async load(url: string, signal: AbortSignal): Promise<Rendered> {
    for (;;) {
      const started = performance.now();
      // What the browser has kept may be of a name's former meaning, or of a file since replaced.
      const response = await fetch(url, { signal, cache: 'no-cache', headers: { Accept: ACCEPT } });
      if (!response.ok) throw await problemOf(response);
      if (response.status === 202) {
        await this.wait((await response.json()) as PendingVideo, signal);
        continue;
      }
      const body = await response.blob();
      return {
        source: URL.createObjectURL(body),
        contentType: body.type,
        bytes: body.size,
        time: performance.now() - started,
      };
    }
  }

  /** Follows a video until it is made or has failed. */
  private async wait({ statusUrl, progress }: PendingVideo, signal: AbortSignal): Promise<void> {
    this.done.set(progress);
    for (;;) {
      await pause(POLL_MS, signal);
      const response = await fetch(statusUrl, { signal });
      if (!response.ok) throw await problemOf(response);
      const status = (await response.json()) as VideoStatus;
      this.done.set(status.progress);
      // Asked for again, it would be put in line again.
      if (status.status === 'cancelled') throw cancelled();
      if (status.status !== 'pending' && status.status !== 'processing') return;
    }
  }

  private forget(): void {
    const rendered = this.shown();
    if (rendered !== undefined) URL.revokeObjectURL(rendered.source);
  }
}

async function problemOf(response: Response): Promise<ProblemError> {
  const headers = new HttpHeaders(Object.fromEntries(response.headers));
  const { status } = response;
  return toProblemError(new HttpErrorResponse({ status, headers, error: await response.text() }));
}

function unreachable(): ProblemError {
  return toProblemError(new HttpErrorResponse({ status: 0 }));
}

function cancelled(): ProblemError {
  const detail = $localize`Somebody has cancelled it. Change a value, and it is asked for again.`;
  return new ProblemError($localize`The video is not being made`, detail, 0, 'cancelled', '');
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new Error('Something else is asked for.'));
      },
      { once: true },
    );
  });
}
