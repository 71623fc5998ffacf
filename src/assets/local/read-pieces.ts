/** An inclusive span of bytes. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Bytes. */
const LARGEST_PIECE = 1024 * 1024;

/**
 * How a file is read to be sent: in pieces as large as what is wanted, up to a mebibyte. Each piece costs a turn through the
 * thread pool and one through the socket, which for the 64 KiB that Node reads otherwise cost more than the bytes.
 */
export function inLargePieces(span: Span | undefined): {
  readonly highWaterMark: number;
} & Partial<Span> {
  const length = span === undefined ? LARGEST_PIECE : span.end - span.start + 1;
  return { ...span, highWaterMark: Math.min(LARGEST_PIECE, Math.max(1, length)) };
}
