/** What an error of a client of Redis carries: the command that failed with its arguments, a password among them. */
const COMMAND = 'command';

/** An error as the logger has written it out, without the commands that it, or an error within it, carries. */
export function loggableError(written: unknown): Record<string, unknown> {
  // Something else has been thrown.
  if (typeof written !== 'object' || written === null) return { message: String(written) };
  const told = Object.entries(written).filter(([name]) => name !== COMMAND);
  return Object.fromEntries(told.map(([name, value]) => [name, loggable(value)]));
}

function loggable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(loggable);
  return isWrittenError(value) ? loggableError(value) : value;
}

function isWrittenError(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && 'stack' in value;
}
