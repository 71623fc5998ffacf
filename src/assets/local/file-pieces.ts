import type { FileHandle } from 'node:fs/promises';
import { giveBackBuffer, takeBuffer } from './piece-buffers.js';

/**
 * The bytes of an open file in pieces; the memory of each is used again once the next is asked for. One is read while the
 * one before it is being used. The file is closed in the end.
 */
export async function* filePieces(
  file: FileHandle,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, undefined> {
  await using closing = file;
  const buffers: [Buffer, Buffer] = [takeBuffer(), takeBuffer()];
  for (let next = read(closing, buffers[0]); ;) {
    const piece = await next;
    signal?.throwIfAborted();
    if (piece.length === 0) break;
    buffers.reverse();
    next = read(closing, buffers[0]);
    // Who stops here is told of no failure to read on.
    next.catch(() => undefined);
    yield piece;
  }
  // Whoever stops before the end may still be sending a piece: its memory is left to the collector.
  for (const buffer of buffers) giveBackBuffer(buffer);
  return undefined;
}

async function read(file: FileHandle, buffer: Buffer): Promise<Buffer> {
  const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
  return buffer.subarray(0, bytesRead);
}
