/** Requests that go on until they are told to stop, and what became of them. */
export interface RunningLoad {
  /** Outcomes so far, `name status`, with how often each came. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Lets the requests under way end. */
  stop(): Promise<Readonly<Record<string, number>>>;
}

/** A kind of request: its name, and how to send one. */
export type Request = (count: number) => Promise<Response>;

/** Sends each kind of request again and again, from as many clients at a time. */
export function startLoad(kinds: Readonly<Record<string, Request>>, clients = 2): RunningLoad {
  const outcomes = new Map<string, number>();
  let going = true;
  let count = 0;
  const client = async (name: string, send: Request) => {
    while (going) {
      count += 1;
      const outcome = await send(count).then(
        async (response) => {
          await response.arrayBuffer();
          return `${name} ${response.status}`;
        },
        (error: unknown) => `${name} failed: ${describe(error)}`,
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  const running = Object.entries(kinds).flatMap(([name, send]) =>
    Array.from({ length: clients }, () => client(name, send)),
  );
  return {
    outcomes,
    async stop() {
      going = false;
      await Promise.all(running);
      return Object.fromEntries(outcomes);
    },
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
