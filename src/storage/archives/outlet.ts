import type { Writable } from 'node:stream';

/** Pieces up to here are gathered, since each that is sent costs as much as many bytes; bytes. */
const SMALL = 8 * 1024;
const GATHERED = 64 * 1024;

/** Where bytes go out. Each piece is awaited until its memory can be used again. */
export class Outlet {
  private readonly gathered = Buffer.allocUnsafeSlow(GATHERED);
  private filled = 0;
  private fail: ((error: Error) => void) | undefined;

  constructor(private readonly output: Writable) {
    // Nobody is told of what waits in an output that is closed, not even with an error.
    output.once('close', () => this.fail?.(closed()));
  }

  /** @throws {Error} when the output fails or is closed. */
  async write(bytes: Buffer): Promise<void> {
    if (bytes.length > GATHERED - this.filled || bytes.length > SMALL) await this.flush();
    if (bytes.length > SMALL) await this.send(bytes);
    else this.filled += bytes.copy(this.gathered, this.filled);
  }

  /** Sends what has been gathered. @throws {Error} as `write` does. */
  async flush(): Promise<void> {
    const { filled } = this;
    this.filled = 0;
    if (filled > 0) await this.send(this.gathered.subarray(0, filled));
  }

  private send(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.output.destroyed) {
        reject(closed());
        return;
      }
      this.fail = reject;
      this.output.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

function closed(): Error {
  return new Error('The output was closed.');
}
