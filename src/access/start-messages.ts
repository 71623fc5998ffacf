/** What a start has to tell the person who made it, on the terminal and not in the log. */
export abstract class StartMessages {
  /** Tells it; the server listens now. */
  abstract tell(): void;
  /** The server does not listen after all: what was to be told once waits for the next start. */
  abstract takeBack(): Promise<void>;
}
