import type { ByteRange } from '../object-store.js';

/** Bytes. */
const LARGEST_PIECE = 1024 * 1024;

/**
 * How a file is read to be sent: in pieces as large as what is wanted, up to a mebibyte. Each piece costs a turn through the
 * thread pool and one through the socket, which for the 64 KiB that Node reads otherwise cost more than the bytes.
 */
export function inLargePieces(range: ByteRange | undefined): {
  readonly highWaterMark: number;
} & Partial<ByteRange> {
  const length = range === undefined ? LARGEST_PIECE : range.end - range.start + 1;
  return { ...range, highWaterMark: Math.min(LARGEST_PIECE, Math.max(1, length)) };
}
