/** The process cannot start as it is configured; the message is one line that says what to do and holds no secret. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
