import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const CONFIGURATION = join(import.meta.dirname, '../../docker/nginx/nginx.conf');

/** A proxy with the product's own configuration. */
export interface RunningProxy extends AsyncDisposable {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** Every line of its error log so far. */
  readonly errors: readonly string[];
}

/**
 * Starts nginx with docker/nginx/nginx.conf in front of servers. Only what is the container's is replaced: ports, paths
 * and the file of the upstreams.
 * @param disks data directories of servers, by the names under which the proxy has them.
 */
export async function startProxy(
  servers: readonly string[],
  disks: Readonly<Record<string, string>> = {},
): Promise<RunningProxy> {
  const directory = await mkdtemp(join(tmpdir(), 'openinary-nginx-'));
  const port = await freePort();
  const upstream = servers.map((url) => `server ${new URL(url).host} max_fails=2 fail_timeout=1s;`);
  await writeFile(
    join(directory, 'upstream.conf'),
    `upstream openinary { zone openinary 64k; least_conn; ${upstream.join(' ')} keepalive 64; }`,
  );
  const text = (await readFile(CONFIGURATION, 'utf8'))
    .replaceAll('/tmp/', `${directory}/`)
    .replace('/etc/nginx/openinary-upstream.conf', join(directory, 'upstream.conf'))
    .replace('listen 8080 default_server', `listen 127.0.0.1:${port} default_server`)
    .replace('listen [::]:8080 default_server;', '')
    .replaceAll('/var/cache/openinary/', `${directory}/disks/`)
    .replace(
      'worker_processes auto;',
      `worker_processes auto;${process.getuid?.() === 0 ? ' user root;' : ''}`,
    )
    .replace('access_log /dev/stdout', `access_log ${directory}/access.log`);
  await writeFile(join(directory, 'nginx.conf'), text);
  await mkdir(join(directory, 'disks'));
  for (const [name, disk] of Object.entries(disks)) {
    await symlink(disk, join(directory, 'disks', name));
  }
  const child = spawn(
    'nginx',
    ['-c', join(directory, 'nginx.conf'), '-p', directory, '-g', 'daemon off;'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (line: string) => errors.push(line));
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.once('error', (error) => errors.push(error.message));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt += 1) {
    const answers = await fetch(`${url}/metrics`).then(
      () => true,
      () => false,
    );
    if (answers) break;
    if (attempt > 100) throw new Error(`nginx does not start: ${errors.join('')}`);
    await sleep(50);
  }
  return {
    url,
    errors,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await gone;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
