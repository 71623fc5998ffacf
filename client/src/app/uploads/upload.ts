import { computed, signal } from '@angular/core';
import type { ProblemError } from '../problems/problem-error';

/** A file on its way to the server, and where it should lie there. */
export interface FileToSend {
  readonly file: File;
  /** The folder; empty for the root. */
  readonly folder: string;
}

/** How far an upload is. */
export type UploadState =
  /** In line. */
  | 'waiting'
  | 'sending'
  /** Sent; the server reads and stores it. */
  | 'storing'
  /** The server does not answer or is busy; it is sent again by itself. */
  | 'interrupted'
  | 'paused'
  | 'done'
  /** The server said no. */
  | 'refused'
  | 'cancelled';

const ENDED: ReadonlySet<UploadState> = new Set(['done', 'refused', 'cancelled']);

/** One file's upload. */
export class Upload {
  /** The server stores a file once for each key, however often it is sent. */
  readonly key = crypto.randomUUID();
  readonly state = signal<UploadState>('waiting');
  /** Bytes sent. */
  readonly sent = signal(0);
  readonly problem = signal<ProblemError | undefined>(undefined);
  /** Where it was stored. */
  readonly path = signal<string | undefined>(undefined);
  /** Times it was sent in vain although the server answers. */
  failures = 0;

  readonly hasEnded = computed(() => ENDED.has(this.state()));
  /** 0 to 100. */
  readonly percent = computed(() => {
    if (this.state() === 'done') return 100;
    return this.size === 0 ? 0 : Math.min(99, Math.floor((this.sent() / this.size) * 100));
  });

  constructor(
    readonly file: File,
    readonly folder: string,
  ) {}

  get size(): number {
    return this.file.size;
  }
}
