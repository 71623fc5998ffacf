import type { RunningServer } from '../../support/server.ts';
import { keepSecret } from '../../support/whole-log.ts';

/** The password of every account of these tests. */
export const PASSWORD = 'Correct-Horse-7';
/** The administrator that `ADMIN` names. */
export const EMAIL = 'ada@example.com';
/** Starts a server with an administrator. */
export const ADMIN = { OPENINARY_ADMIN_EMAIL: EMAIL, OPENINARY_ADMIN_PASSWORD: PASSWORD };

/** What a request carries. */
export interface RequestParts {
  readonly method?: string;
  readonly key?: string;
  readonly cookie?: string;
  readonly origin?: string;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, its body read as JSON where it is some. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}

/** Sends one request. */
export async function call(
  server: Pick<RunningServer, 'url'>,
  path: string,
  { method, key, cookie, origin, json, headers }: RequestParts = {},
): Promise<Answer> {
  keepSecretsOf(json);
  const response = await fetch(server.url + path, {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(cookie !== undefined && { cookie }),
      ...(origin !== undefined && { origin }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { body: typeof json === 'string' ? json : JSON.stringify(json) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, body, text };
}

/** The passwords of a body: no server may log them. */
function keepSecretsOf(json: unknown): void {
  if (typeof json !== 'object' || json === null) return;
  for (const [name, value] of Object.entries(json)) if (/password/i.test(name)) keepSecret(value);
}

/** Signs in and returns the cookie to send. */
export async function signIn(
  server: Pick<RunningServer, 'url'>,
  password = PASSWORD,
  email = EMAIL,
): Promise<string> {
  const answer = await call(server, '/api/auth/sign-in/email', { json: { email, password } });
  const [cookie] = answer.headers.getSetCookie();
  if (answer.status !== 200 || cookie === undefined) {
    throw new Error(`Signing in was answered ${answer.status}: ${answer.text}`);
  }
  const pair = cookie.split(';', 1)[0] ?? '';
  keepSecret(decodeURIComponent(pair.slice(pair.indexOf('=') + 1)));
  return pair;
}

/** What `POST /api-keys/create` tells of a key. */
export interface MadeKey {
  readonly id: string;
  readonly key: string;
  readonly expiresAt: string | null;
  readonly scopes: readonly string[];
}

/** Makes an API key with another credential. */
export async function makeKey(
  server: Pick<RunningServer, 'url'>,
  credential: Pick<RequestParts, 'key' | 'cookie' | 'origin'>,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<MadeKey> {
  const answer = await call(server, '/api-keys/create', {
    ...credential,
    json: { name: 'Test', ...fields },
  });
  if (answer.status !== 201) throw new Error(`A key was refused: ${answer.text}`);
  return (answer.body as { apiKey: MadeKey }).apiKey;
}

/** The stable code of a problem answer. */
export function problemOf({ body, headers }: Answer): string {
  if (headers.get('content-type')?.startsWith('application/problem+json') !== true) return 'none';
  return (body as { type: string }).type.replace('/problems/', '');
}
