import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { startChildServer, type ChildServer } from '../child-server.ts';

const ENTRY = join(import.meta.dirname, '../../dist/main.js');
/** Those of scripts/start.sh. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--enable-source-maps'];

/** The built server, with a data directory of its own. */
export interface Product extends ChildServer {
  /** The API key of its first start. */
  readonly key: string;
}

/** Starts the built server as it is shipped, but for what would keep a load generator out. */
export async function startProduct(
  directory: string,
  name: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const dataDirectory = join(directory, `${name}-data`);
  await mkdir(dataDirectory, { recursive: true });
  const server = await startChildServer({
    name,
    directory,
    // As scripts/start.sh starts it.
    command: [...NODE_OPTIONS, ENTRY],
    env: {
      PORT: '0',
      MODE: 'api',
      DATA_DIR: dataDirectory,
      API_KEY_RATE_LIMIT: '1000000',
      PUBLIC_RENDER_RATE: '0',
      ...env,
    },
  });
  const key = /\bsk_[A-Za-z0-9_-]+/.exec(await server.log())?.[0] ?? '';
  return { ...server, key };
}

/** Uploads a file under its own name. */
export async function upload(product: Product, file: string): Promise<void> {
  const form = new FormData();
  form.append('files', new Blob([await readFile(file)]), basename(file));
  const response = await fetch(`${product.url}/upload`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${product.key}` },
    body: form,
  });
  if (response.status !== 200) throw new Error(`Upload: ${response.status}`);
}
