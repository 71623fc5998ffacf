import { appendFileSync, mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the directory where the servers of a run keep their log; unset outside one. */
const DIRECTORY = 'OPENINARY_TEST_LOGS';
/** What tests give as secret, one JSON string a line. */
const SECRETS = 'secrets.jsonl';
/** Shorter ones, such as wrong passwords of a few letters, occur in a log by chance. */
const SHORTEST = 8;
/** Lines for the person who starts a server, not for the log: the one place where a key is shown. */
const SHOWN_ONCE = 'API key (shown once)';
/** What no log may hold, whoever the secret belongs to. */
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  ['an API key', /\bsk_[A-Za-z]{20}/],
  ['a session cookie', /session_token=[^;\s]/],
  ['a header with a credential', /"(?:authorization|cookie|set-cookie|x-api-key)":/i],
  ['a password hash', /\$2[aby]\$\d\d\$/],
  ['a signature of a URL', /\/s--[\w-]{16}/],
];

/** Keeps a line of a server for the end of the run. */
export function keepLine(server: string, line: string): void {
  const directory = process.env[DIRECTORY];
  if (directory !== undefined) appendFileSync(join(directory, `${server}.log`), `${line}\n`);
}

/** Has the end of the run look for a secret that a test has given to a server or got from one. */
export function keepSecret(secret: unknown): void {
  const directory = process.env[DIRECTORY];
  if (directory === undefined || typeof secret !== 'string') return;
  // An address that was tried as a password is no secret.
  if (secret.length < SHORTEST || secret.includes('@')) return;
  appendFileSync(join(directory, SECRETS), `${JSON.stringify(secret)}\n`);
}

/** Runs before all end-to-end tests: from here on their servers' logs are kept. */
export function setup(): void {
  process.env[DIRECTORY] = mkdtempSync(join(tmpdir(), 'openinary-test-logs-'));
}

/**
 * Runs after all of them.
 * @throws {Error} which fails the run, when some server has logged a secret.
 */
export async function teardown(): Promise<void> {
  const directory = process.env[DIRECTORY];
  if (directory === undefined) return;
  const found = await findSecrets(directory);
  if (found.length > 0) {
    throw new Error(`Secrets were logged (see ${directory}):\n${found.slice(0, 20).join('\n')}`);
  }
  await rm(directory, { recursive: true, force: true });
}

/** Where in the kept logs a secret lies: file, line and kind, never the secret. */
export async function findSecrets(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.log'));
  const secrets = await readSecrets(join(directory, SECRETS));
  const found: string[] = [];
  for (const name of names) {
    const lines = (await readFile(join(directory, name), 'utf8')).split('\n');
    for (const [index, line] of lines.entries()) {
      if (line.startsWith(SHOWN_ONCE)) continue;
      const shape = SHAPES.find(([, pattern]) => pattern.test(line))?.[0];
      const given = secrets.some((secret) => line.includes(secret)) ? 'a known secret' : undefined;
      const what = shape ?? given;
      if (what !== undefined) found.push(`${name}:${index + 1}: ${what}`);
    }
  }
  return found;
}

async function readSecrets(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return [...new Set(lines.map((line) => String(JSON.parse(line))))];
}
