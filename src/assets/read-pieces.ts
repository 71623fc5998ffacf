import { close, open, read } from 'node:fs';

/** An inclusive span of bytes. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Bytes. */
const LARGEST_PIECE = 1024 * 1024;

/** Whether a span is read in one piece. */
export function isOnePiece({ start, end }: Span): boolean {
  return end >= start && end - start < LARGEST_PIECE;
}

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

/**
 * A span of a file in one read; shorter where the file ends before. What streams and file handles add costs as much as
 * the rest of a request for a piece of a video.
 * @throws {Error} the system's, `ENOENT` among them.
 */
export function readPiece(file: string, { start, end }: Span): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    open(file, 'r', (failure, descriptor) => {
      if (failure !== null) {
        reject(failure);
        return;
      }
      const piece = Buffer.allocUnsafeSlow(end - start + 1);
      read(descriptor, piece, 0, piece.length, start, (error, length) => {
        // Nothing was written, so that nothing can fail of which anybody should know.
        close(descriptor, () => undefined);
        if (error === null) resolve(length === piece.length ? piece : piece.subarray(0, length));
        else reject(error);
      });
    });
  });
}
