/** Threads beside those of renders, so that files are read and hashes are made while all slots are taken. */
const OTHER_WORK = 4;

/**
 * Gives libuv's thread pool a thread for each render and some for everything else; it has four whatever the machine. It
 * is read when the pool is first used, so nothing asynchronous may have been asked of a file before. A size of the
 * operator's own (`UV_THREADPOOL_SIZE`) stays.
 */
export function sizeThreadPool({
  RENDER_CONCURRENCY,
}: {
  readonly RENDER_CONCURRENCY: number;
}): void {
  process.env['UV_THREADPOOL_SIZE'] ??= String(RENDER_CONCURRENCY + OTHER_WORK);
}
