import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const MODULE = pathToFileURL(join(import.meta.dirname, 'keep-tick-shape.ts')).href;

/** Nanoseconds of CPU that a tick takes in a process that has collected its garbage. */
async function tickTime(prepare: string): Promise<number> {
  const program = `
    import { keepTickShape } from ${JSON.stringify(MODULE)};
    const ticks = (count) => new Promise((done) => {
      const next = () => (count-- === 0 ? done() : process.nextTick(next));
      next();
    });
    ${prepare}
    await ticks(100);
    await new Promise(setImmediate);
    gc();
    await ticks(50_000);
    const before = process.cpuUsage();
    await ticks(200_000);
    const { user } = process.cpuUsage(before);
    console.log(user / 200);
  `;
  const options = ['--expose-gc', '--input-type=module', '-e', program];
  return Number((await promisify(execFile)(process.execPath, options)).stdout);
}

describe('keepTickShape', () => {
  it('keeps ticks cheap after a full collection', async () => {
    const [without, kept] = [await tickTime(''), await tickTime('keepTickShape();')];
    // Should the first be as quick one day, the engine has become better and this can go.
    expect(without / kept).toBeGreaterThan(1.5);
  }, 30_000);
});
