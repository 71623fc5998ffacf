import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './page.ts';
import type { RunningServer } from './server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const execute = promisify(execFile);

/** In the place of the engine: what is to run in the container runs here, on the files of a server of the tests. */
const DOCKER = `#!/bin/sh
here() {
  printf %s "$1" | sed -e "s#/tmp/#$WORK/#g; s#/app/data#$DATA_DIR#g; s#/backup/#$DATA_DIR/backups/#g; s#/app/#$ROOT/#g"
}
case "$1" in
  logs) exec cat "$WORK/log" ;;
  compose) exit 0 ;;
  exec) shift ;;
  *) exit 1 ;;
esac
count=0
while [ "$1" = -e ]; do
  settings="$settings $(here "$2")"
  shift 2
done
shift
for word; do
  set -- "$@" "$(here "$word")"
  count=$((count + 1))
done
shift "$count"
cd "$ROOT" && exec env $settings "$@"
`;

/** A shell in which commands of the documentation run as they are written there. */
export interface OperatorShell extends AsyncDisposable {
  /** What a command prints. @throws when it fails. */
  run(command: string): Promise<string>;
}

/** Opens a shell beside a server, with these variables set. */
export async function operatorShell(
  server: RunningServer,
  variables: Readonly<Record<string, string>>,
): Promise<OperatorShell> {
  const directory = await temporaryDirectory();
  const programs = join(directory.path, 'programs');
  await mkdir(programs);
  await writeFile(join(programs, 'docker'), DOCKER, { mode: 0o755 });
  const env = {
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    HOME: process.env['HOME'],
    URL: server.url,
    DATA_DIR: server.dataDirectory,
    ROOT,
    WORK: directory.path,
    ...variables,
  };
  return {
    run: async (command) => {
      await writeFile(join(directory.path, 'log'), `${server.logs.join('\n')}\n`);
      const { stdout } = await execute('sh', ['-e', '-c', command], { env, cwd: directory.path });
      return stdout;
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}
