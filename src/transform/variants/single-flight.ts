/** Runs work once for all who ask for the same thing while it is under way. */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>();

  /**
   * Joins the work of that name, or starts it. Who aborts only leaves; the work itself is aborted when nobody waits any more.
   * @returns what the work gave, and whether this call started it.
   */
  async join(
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ readonly value: T; readonly started: boolean }> {
    signal.throwIfAborted();
    let flight = this.flights.get(name);
    const started = flight === undefined;
    if (flight === undefined) {
      flight = this.start(name, work);
      this.flights.set(name, flight);
    }
    return { value: await this.wait(name, flight, signal), started };
  }

  /** How many different things are under way. */
  get size(): number {
    return this.flights.size;
  }

  private start(name: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const outcome = work(controller.signal);
    const flight: Flight<T> = { controller, outcome, waiting: 0 };
    const land = () => {
      if (this.flights.get(name) === flight) this.flights.delete(name);
    };
    outcome.then(land, land);
    return flight;
  }

  private async wait(name: string, flight: Flight<T>, signal: AbortSignal): Promise<T> {
    flight.waiting += 1;
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([flight.outcome, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      flight.waiting -= 1;
      if (flight.waiting === 0 && this.flights.get(name) === flight) {
        // Whoever asks next must not join work that is being aborted.
        this.flights.delete(name);
        flight.controller.abort(signal.reason);
      }
    }
  }
}

interface Flight<T> {
  readonly controller: AbortController;
  readonly outcome: Promise<T>;
  waiting: number;
}
