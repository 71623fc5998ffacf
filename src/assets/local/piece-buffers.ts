/** Bytes. */
const PIECE = 256 * 1024;
const MOST_FREE_BUFFERS = 32;

/**
 * Buffers that are not in use. Memory for pieces of files is kept: what is allocated for each is new to the process page
 * by page, and has the garbage collector go through everything else that the process holds, again and again.
 */
const freeBuffers: Buffer[] = [];

/** A buffer for a piece of a file; what is in it is of no meaning. */
export function takeBuffer(): Buffer {
  return freeBuffers.pop() ?? Buffer.allocUnsafeSlow(PIECE);
}

/** Has a buffer used again: nobody may read or write it any more, the system included. */
export function giveBackBuffer(buffer: Buffer): void {
  if (freeBuffers.length < MOST_FREE_BUFFERS) freeBuffers.push(buffer);
}
