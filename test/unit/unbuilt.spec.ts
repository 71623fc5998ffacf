import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const SCRIPTS = join(import.meta.dirname, '../../scripts');

it.each(['start.sh', 'backup-db.sh', 'restore-db.sh backup.db.gz'])(
  '%s says in one line how to build what is not built, and makes nothing',
  async (command) => {
    await using directory = await temporaryDirectory();
    const scripts = join(directory.path, 'scripts');
    await mkdir(scripts);
    for (const name of await readdir(SCRIPTS))
      if (name.endsWith('.sh')) await copyFile(join(SCRIPTS, name), join(scripts, name));
    const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` };
    const failure = await promisify(execFile)('sh', ['-c', `exec sh scripts/${command}`], {
      env,
      cwd: directory.path,
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The server is not built: npm run up [^\n]*\n$/) as string,
    });
    expect(await readdir(directory.path)).toEqual(['scripts']);
  },
);
