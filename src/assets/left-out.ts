import type { Logger } from '@nestjs/common';

/** What a walk through the store leaves out because nothing of it can be an asset: told once, not for each. */
export class LeftOut {
  private count = 0;
  private first = '';

  /** Takes note of a path that names no asset. Hidden files are hidden on purpose. */
  note(path: string): void {
    if (path === '' || /(^|\/)\./.test(path)) return;
    if (this.count === 0) this.first = path;
    this.count += 1;
  }

  /** Says what was left out, if anything was. */
  warn(logger: Logger): void {
    if (this.count === 0) return;
    logger.warn({
      msg: 'files or folders in the store can be no assets: their paths are too long, or hold what a path may not',
      count: this.count,
      first: this.first,
    });
  }
}
