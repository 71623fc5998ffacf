import { close, open, read } from 'node:fs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { giveBackBuffer, takeBuffer } from './piece-buffers.js';

/** A part of an open file, which is sent once. */
export class OpenSpan {
  private constructor(
    private readonly descriptor: number,
    private readonly start: number,
    private readonly end: number,
  ) {}

  /**
   * Opens a file for bytes `start` to `end`, both included. It is closed when they are sent.
   * @throws {Error} the system's, `ENOENT` among them.
   */
  static open(file: string, start: number, end: number): Promise<OpenSpan> {
    return new Promise((resolve, reject) => {
      open(file, 'r', (error, descriptor) => {
        if (error === null) resolve(new OpenSpan(descriptor, start, end));
        else reject(error);
      });
    });
  }

  /**
   * Writes the bytes and ends what they are written to; reads the next piece while one is on its way.
   * @throws {Error} when the file cannot be read or is shorter, or the output fails or is closed.
   */
  async sendTo(output: Writable): Promise<void> {
    const ended = new AbortController();
    const closed = once(output, 'close', { signal: ended.signal }).then(() => {
      throw new Error('The output was closed.');
    });
    // Whoever waits for a piece is told; nobody else has to be.
    closed.catch(() => undefined);
    try {
      let onItsWay: Promise<void> = Promise.resolve();
      for (let position = this.start; position <= this.end;) {
        const buffer = takeBuffer();
        const length = await this.fill(buffer, position);
        await Promise.race([onItsWay, closed]);
        position += length;
        onItsWay = written(output, buffer, length, position > this.end);
        onItsWay.catch(() => undefined);
      }
      await Promise.race([onItsWay, closed]);
      if (this.start > this.end) output.end();
    } finally {
      ended.abort();
      // Nothing was written, so that nothing can fail of which anybody should know.
      close(this.descriptor, () => undefined);
    }
  }

  private fill(buffer: Buffer, position: number): Promise<number> {
    const wanted = Math.min(buffer.length, this.end - position + 1);
    return new Promise((resolve, reject) => {
      read(this.descriptor, buffer, 0, wanted, position, (error, length) => {
        if (error !== null) reject(error);
        else if (length === 0) reject(new Error('The file is shorter than it was.'));
        else resolve(length);
      });
    });
  }
}

/** Writes a piece; its buffer is free again once the system has the bytes, and never after a failure to hand them over. */
function written(output: Writable, buffer: Buffer, length: number, last: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(buffer.subarray(0, length), (error) => {
      if (error) {
        reject(error);
        return;
      }
      giveBackBuffer(buffer);
      resolve();
    });
    if (last) output.end();
  });
}
