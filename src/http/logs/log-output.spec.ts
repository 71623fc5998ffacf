import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MODULE = pathToFileURL(join(import.meta.dirname, 'log-output.ts')).href;
/** Logs lines of a kilobyte for a while, and says on the other stream that it has come to its end. */
const programLogging = (count: number) => `
  import { LOG_OUTPUT } from ${JSON.stringify(MODULE)};
  let lines = 0;
  const timer = setInterval(() => {
    for (let index = 0; index < 20; index += 1) LOG_OUTPUT.write('x'.repeat(1000) + '\\n');
    lines += 20;
    if (lines < ${count}) return;
    clearInterval(timer);
    LOG_OUTPUT.write('the last one\\n');
    process.stderr.write('came to its end');
    process.exit(0);
  }, 2);
`;

describe('a log', () => {
  it('that cannot be written takes nothing with it, not at the end either', async () => {
    // More than waits while nothing can be written.
    const program = programLogging(2000);
    await using full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', full.fd, 'pipe'],
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    if (child.stderr === null) throw new Error('There is no standard error.');
    const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([said, child.exitCode]).toEqual(['came to its end', 0]);
  }, 30_000);

  it('is written to its last line before the process ends', async () => {
    // As much as waits for a reader that comes late.
    const program = programLogging(500);
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
    });
    const [written] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(written.split('\n')).toHaveLength(502);
    expect(written).toMatch(/the last one\n$/);
  }, 30_000);
});
