import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { limitWrites } from '../../support/write-limit.ts';
import { call, makeKey, problemOf } from './requests.ts';

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
const COMMAND = join(ROOT, 'dist/database/backups/backup.command.js');

/** A directory that keeps no more than so much, and how a process is started that is to find that out. */
interface LittleRoom extends AsyncDisposable {
  readonly path: string;
  /** What the command begins with. */
  readonly prefix: readonly string[];
  /** Has the room used up for processes that run already, or for all. */
  use(pid?: number): Promise<void>;
}

interface Way {
  readonly what: string;
  readonly make: () => Promise<LittleRoom>;
  readonly words: RegExp;
  readonly answer: readonly [status: number, problem: string];
}

/** Smaller than any database. */
const FEW_BYTES = 16 * 1024;

/** A disk that refuses to write more: permitted everywhere. */
const REFUSED: Way = {
  what: 'since the disk takes no more',
  make: async () => {
    const directory = await temporaryDirectory();
    return {
      path: directory.path,
      prefix: ['prlimit', `--fsize=${FEW_BYTES}:unlimited`],
      use: async (pid) => {
        if (pid !== undefined) await limitWrites(pid, FEW_BYTES);
      },
      [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
    };
  },
  words: /^the disk cannot be read or written[^\n]*\n$/,
  answer: [503, 'unavailable'],
};

/** A file system that is full: for whoever may mount one, root in most containers and on CI. */
const FULL: Way = {
  what: 'for want of room',
  make: async () => {
    const directory = await temporaryDirectory();
    const path = join(directory.path, 'small');
    await mkdir(path);
    await execute('mount', ['-t', 'tmpfs', '-o', 'size=320k,mode=700', 'tmpfs', path]);
    return {
      path,
      prefix: [],
      use: async () => {
        await execute('sh', ['-c', `head -c 1000000 /dev/zero >"${path}/filler" || true`]);
      },
      [Symbol.asyncDispose]: async () => {
        await execute('umount', [path]);
        await directory[Symbol.asyncDispose]();
      },
    };
  },
  words: /no room left on the disk[^\n]*\n$/,
  answer: [507, 'insufficient-storage'],
};

async function mayMount(): Promise<boolean> {
  try {
    await using room = await FULL.make();
    return room.path !== '';
  } catch {
    return false;
  }
}

const WAYS = (await mayMount()) ? [REFUSED, FULL] : [REFUSED];

describe('a backup that cannot be finished', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: { BACKUP_CRON: 'off' } });
    for (let index = 0; index < 20; index += 1) await makeKey(server, { key: server.key });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const environment = () => ({ PATH: process.env['PATH'], DATA_DIR: server.dataDirectory });
  const namesIn = async (directory: string) =>
    (await readdir(directory)).filter((name) => name !== 'filler').sort();

  it.each(WAYS)('$what is told, and leaves the ones there are', async ({ make, words }) => {
    await using room = await make();
    const run = (...prefix: readonly string[]) =>
      execute('env', [...prefix, 'node', COMMAND, room.path], { env: environment() });
    await run();
    const latest = await readFile(join(room.path, 'latest.db.gz'));
    const names = await namesIn(room.path);
    await room.use();
    const failure = await run(...room.prefix).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 1 });
    expect((failure as { readonly stderr: string }).stderr).toMatch(words);
    expect(await readFile(join(room.path, 'latest.db.gz'))).toEqual(latest);
    expect(await namesIn(room.path)).toEqual(names);
  });

  it.each(WAYS)(
    '$what is told to who asked, and goes into the audit log',
    async ({ make, answer }) => {
      await using room = await make();
      const env = { BACKUP_CRON: 'off', BACKUP_PATH: room.path };
      await using full = await startServer({ env });
      await room.use(full.process.pid);
      const asked = await call(full, '/backups', { key: full.key, method: 'POST' });
      expect([asked.status, problemOf(asked)]).toEqual(answer);
      expect(await namesIn(room.path)).toEqual([]);
      await expect
        .poll(() => full.logs.filter((line) => line.includes('"event":"backup.failed"')).length)
        .toBe(1);
    },
  );

  /** Kills a backup as soon as it has begun to write, wherever in its work that finds it; false when it had ended. */
  const killWhileItWrites = async (directory: string): Promise<boolean> => {
    const command = spawn('node', [COMMAND, directory], { env: environment(), stdio: 'ignore' });
    const watcher = watch(directory, (_event, name) => {
      if (name?.startsWith('.') === true) command.kill('SIGKILL');
    });
    await once(command, 'exit');
    watcher.close();
    return command.signalCode === 'SIGKILL';
  };

  it('because it is killed leaves the latest, which still restores', async () => {
    await using elsewhere = await temporaryDirectory();
    await execute('node', [COMMAND, elsewhere.path], { env: environment() });
    const backups = async () => {
      const names = (await readdir(elsewhere.path)).filter((name) => name.startsWith('auth_'));
      return [names, await readFile(join(elsewhere.path, 'latest.db.gz'))] as const;
    };
    // On a machine that does much else the kill may come too late.
    for (let isKilled = false; !isKilled;) {
      const [names, latest] = await backups();
      isKilled = await killWhileItWrites(elsewhere.path);
      const [namesAfter, latestAfter] = await backups();
      if (namesAfter.length === names.length) expect(latestAfter).toEqual(latest);
    }
    await using target = await temporaryDirectory();
    const restored = await execute(
      'sh',
      [join(ROOT, 'scripts/restore-db.sh'), join(elsewhere.path, 'latest.db.gz')],
      { env: { ...environment(), HOME: process.env['HOME'], DATA_DIR: target.path } },
    );
    expect(restored.stdout).toContain('in force');
    const database = new Sqlite(join(target.path, 'auth.db'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.prepare('SELECT count(*) FROM apiKey').pluck().get()).toBe(21);
    database.close();
  });
});

describe('the files of the databases', () => {
  it('are private from their first byte, whatever the umask of who starts the server', async () => {
    const before = process.umask(0);
    try {
      await using server = await startServer();
      await makeKey(server, { key: server.key });
      for (const name of ['auth.db', 'openinary.db']) {
        for (const suffix of ['', '-wal', '-shm']) {
          const { mode } = await stat(join(server.dataDirectory, name + suffix));
          expect([name + suffix, (mode & 0o777).toString(8)]).toEqual([name + suffix, '600']);
        }
      }
    } finally {
      process.umask(before);
    }
  });
});
