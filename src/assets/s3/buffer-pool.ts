/** A few large buffers that are used in turns, so that many uploads at the same time need no more memory than a few. */
export class BufferPool {
  private readonly idle: Buffer[] = [];
  private readonly waiting: (() => void)[] = [];
  private inUse = 0;

  /**
   * @param most buffers there may be.
   * @param size bytes of each.
   */
  constructor(
    private readonly most: number,
    private readonly size: number,
  ) {}

  /** Waits for a buffer of `size` bytes, and has it back when `work` is done. */
  async use<T>(
    size: number,
    signal: AbortSignal | undefined,
    work: (buffer: Buffer) => Promise<T>,
  ): Promise<T> {
    while (this.inUse >= this.most) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.inUse += 1;
    // Larger ones than usual are for files so large that they are rare.
    const buffer =
      size > this.size ? undefined : (this.idle.pop() ?? Buffer.allocUnsafeSlow(this.size));
    try {
      signal?.throwIfAborted();
      return await work((buffer ?? Buffer.allocUnsafeSlow(size)).subarray(0, size));
    } finally {
      if (buffer !== undefined) this.idle.push(buffer);
      this.inUse -= 1;
      this.waiting.shift()?.();
    }
  }
}
