import type { RunningServer } from './server.ts';

/** An answer with its JSON body. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly files?: readonly { readonly name: string; readonly path: string }[];
    readonly folders?: readonly { readonly name: string; readonly path: string }[];
    readonly nextCursor?: string;
  };
}

/** Asks with the server's key. */
export async function ask(
  { url, key }: Pick<RunningServer, 'url' | 'key'>,
  path: string,
  method = 'GET',
  body?: unknown,
): Promise<JsonAnswer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      'X-API-Key': key,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as JsonAnswer['body'],
  };
}

/** The paths of everything in a folder, page by page. */
export async function listAll(
  server: Pick<RunningServer, 'url' | 'key'>,
  query: string,
): Promise<string[]> {
  const paths: string[] = [];
  let cursor = '';
  do {
    const { status, body } = await ask(server, `/storage?${query}${cursor}`);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    paths.push(...(body.folders ?? []).map(({ path }) => `${path}/`));
    paths.push(...(body.files ?? []).map(({ path }) => path));
    cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  return paths;
}
