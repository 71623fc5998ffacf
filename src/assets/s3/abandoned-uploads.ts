import { setTimeout as pause } from 'node:timers/promises';

/** Most uploads that are remembered; a rule of the bucket removes what is left of others. */
const MOST = 1_000;
/** Before the second attempt, and at most; each waits twice as long as the one before. ms. */
const PAUSES = { first: 2_000, longest: 60_000 };
/** Answers after which it is gone for sure: a part that was on its way may have come after the first. */
const ENOUGH_ANSWERS = 2;

/** Uploads in parts that came to nothing: their parts cost money until they are removed, whenever the bucket is there. */
export class AbandonedUploads {
  private readonly left = new Map<string, { readonly key: string; answers: number }>();
  private isBusy = false;

  /** @param abort removes one; says whether it was there. */
  constructor(private readonly abort: (key: string, uploadId: string) => Promise<boolean>) {}

  /** Removes an upload, now or later; nobody has to wait. */
  remove(key: string, uploadId: string): void {
    const [oldest] = this.left.keys();
    if (this.left.size >= MOST && oldest !== undefined) this.left.delete(oldest);
    this.left.set(uploadId, { key, answers: 0 });
    void this.attempt(uploadId).finally(() => this.removeLater());
  }

  private async removeLater(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    for (let wait = PAUSES.first; this.left.size > 0; wait = Math.min(wait * 2, PAUSES.longest)) {
      await pause(wait, undefined, { ref: false });
      for (const uploadId of [...this.left.keys()]) await this.attempt(uploadId);
    }
    this.isBusy = false;
  }

  private async attempt(uploadId: string): Promise<void> {
    const upload = this.left.get(uploadId);
    if (upload === undefined) return;
    try {
      const wasThere = await this.abort(upload.key, uploadId);
      upload.answers += 1;
      if (!wasThere || upload.answers >= ENOUGH_ANSWERS) this.left.delete(uploadId);
    } catch {
      // The bucket has told the log what is wrong; it stays for the next time.
    }
  }
}
