/**
 * How Redis says that it does not let a client in, or have its way, or that it takes nothing from anybody, and what of it may
 * be told: no name, no password.
 */
const REFUSALS: readonly (readonly [says: RegExp, told: string])[] = [
  [
    /^(WRONGPASS|ERR invalid password)/,
    'refuses the user or the password of REDIS_URL (WRONGPASS)',
  ],
  [/^NOAUTH/, 'wants a password, and REDIS_URL has none (NOAUTH)'],
  [/^NOPERM/, 'does not permit the user of REDIS_URL what is needed (NOPERM)'],
  [/^OOM/, 'has used up its memory (OOM)'],
  [/^READONLY/, 'can only be read (READONLY)'],
  [/^MISCONF/, 'cannot write to its disk (MISCONF)'],
  [/^NOREPLICAS/, 'has too few replicas to write to (NOREPLICAS)'],
];
/** What a connection begins with. Some of it is not needed, and none of it is asked again after a refusal. */
const HANDSHAKE: ReadonlySet<string> = new Set(['auth', 'client', 'info', 'select']);

/** What Redis does instead of serving us, when an error says so: in words that follow on "Redis". */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return REFUSALS.find(([says]) => says.test(error.message))?.[1];
}

/** Whether Redis has become the replica of another: a new connection finds that one, where an address leads to it. */
export function isDemoted(error: Error): boolean {
  return error.message.startsWith('READONLY');
}

/** Whether an error is the answer to what a connection begins with, rather than to a command. */
export function isOfHandshake(error: Error): boolean {
  if (!('command' in error)) return false;
  const { command } = error;
  if (typeof command !== 'object' || command === null || !('name' in command)) return false;
  return HANDSHAKE.has(String(command.name).toLowerCase());
}
