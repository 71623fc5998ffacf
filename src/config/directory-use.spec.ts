import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-use-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

/** A process that uses the directory, says whether it was alone, and stays for `ms`. */
const program = (ms: number) => [
  '--input-type=module-typescript',
  '-e',
  `import { useDirectory } from ${JSON.stringify(join(import.meta.dirname, 'directory-use.ts'))};
   let alone = false;
   await useDirectory(${JSON.stringify(directory)}, async () => { alone = true; });
   console.log(alone ? 'alone' : 'together');
   setTimeout(() => {}, ${ms});`,
];

const visit = async () => (await promisify(execFile)(process.execPath, program(0))).stdout.trim();

describe('a data directory', () => {
  it('knows whether a process is alone in it, and forgets one that was killed', async () => {
    expect(await visit()).toBe('alone');
    const resident = spawn(process.execPath, program(60_000));
    await once(resident.stdout, 'data');
    expect(await visit()).toBe('together');
    expect(await visit()).toBe('together');
    resident.kill('SIGKILL');
    await once(resident, 'exit');
    expect(await visit()).toBe('alone');
  });
});
