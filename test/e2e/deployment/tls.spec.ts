import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { ROOT } from '../../support/page.ts';
import { startServer, type RunningServer } from '../../support/server.ts';

const execute = promisify(execFile);
const HOST = 'media.example.com';

/** The block that docs/operations.md prints. */
async function printedBlock(): Promise<string> {
  const page = await readFile(join(ROOT, 'docs/operations.md'), 'utf8');
  const [, block] = /### TLS\n[\s\S]*?```nginx\n([\s\S]*?)```/.exec(page) ?? [];
  if (block === undefined) throw new Error('docs/operations.md prints no TLS configuration');
  return block;
}

describe('TLS as the page for operators prints it', () => {
  let directory: string;
  let server: RunningServer;
  let nginx: ReturnType<typeof spawn>;
  let errors = '';
  let [plain, secure] = [0, 0];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'openinary-tls-'));
    [plain, secure] = [await freePort(), await freePort()];
    const env = { BETTER_AUTH_URL: `https://${HOST}`, TRUST_PROXY: '1' };
    server = await startServer({ env });
    const [key, certificate] = [join(directory, 'privkey.pem'), join(directory, 'fullchain.pem')];
    const subject = ['-subj', `/CN=${HOST}`, '-days', '2', '-keyout', key, '-out', certificate];
    await execute('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject]);
    // Only what belongs to a machine is replaced: ports, files, and where the server listens.
    const block = (await printedBlock())
      .replaceAll(/^\s*listen \[::\].*$/gm, '')
      .replace('listen 80;', `listen 127.0.0.1:${plain};`)
      .replace('listen 443 ', `listen 127.0.0.1:${secure} `)
      .replaceAll('/etc/ssl/openinary', directory)
      .replaceAll('http://127.0.0.1:3000', server.url);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${directory}/${name};`)
      .join(' ');
    const configuration = join(directory, 'nginx.conf');
    await writeFile(
      configuration,
      `pid ${directory}/pid; error_log stderr; events {} http { access_log off; ${temporary}\n${block}}`,
    );
    nginx = spawn('nginx', ['-c', configuration, '-p', directory, '-g', 'daemon off;'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    nginx.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
    for (let attempt = 0; ; attempt += 1) {
      if (await fetch(`http://127.0.0.1:${plain}/`, { redirect: 'manual' }).catch(() => null))
        break;
      if (attempt > 200) throw new Error(`nginx does not start: ${errors}`);
      await sleep(50);
    }
  });
  afterAll(async () => {
    const gone = once(nginx, 'close');
    nginx.kill('SIGTERM');
    await gone;
    await server[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  const curl = async (url: string, ...more: readonly string[]) => {
    const hosts = [plain, secure].flatMap((port) => ['--resolve', `${HOST}:${port}:127.0.0.1`]);
    const certificate = ['--cacert', join(directory, 'fullchain.pem')];
    const { stdout } = await execute('curl', ['-si', ...hosts, ...certificate, ...more, url]);
    return stdout.toLowerCase();
  };

  it('sends who comes by http to https, and keeps them there', async () => {
    const moved = await curl(`http://${HOST}:${plain}/t/photo.jpg?v=1`);
    expect(moved).toMatch(/^http\/1.1 308 /);
    expect(moved).toContain(`location: https://${HOST}/t/photo.jpg?v=1`);
    const answer = await curl(`https://${HOST}:${secure}/health`);
    expect(answer).toMatch(/^http\/2 200/);
    expect(answer.match(/strict-transport-security: max-age=31536000/g)).toHaveLength(1);
    expect(await curl(`https://${HOST}:${secure}/metrics`)).toMatch(/^http\/2 404/);
    expect(errors).not.toContain('[warn]');
  });

  it('speaks TLS 1.2 and 1.3, and nothing older', async () => {
    const protocol = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') =>
      new Promise<string | null>((resolve) => {
        const socket: TLSSocket = connect(
          {
            host: '127.0.0.1',
            port: secure,
            minVersion: version,
            maxVersion: version,
            ciphers: 'DEFAULT@SECLEVEL=0',
            rejectUnauthorized: false,
          },
          () => {
            resolve(socket.getProtocol());
            socket.destroy();
          },
        );
        socket.once('error', () => resolve(null));
      });
    expect(await protocol('TLSv1.1')).toBeNull();
    expect(await protocol('TLSv1.2')).toBe('TLSv1.2');
    expect(await protocol('TLSv1.3')).toBe('TLSv1.3');
  });
});
