import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { MemoryHitCounter, type CountedWindow } from './memory-hit-counter.js';

const FILE_NAME = 'rate-limits.json';

/** The counter of a single process: in memory, because nothing is faster, and written down over a restart. */
@Injectable()
export class KeptHitCounter
  extends MemoryHitCounter
  implements OnModuleInit, OnApplicationShutdown
{
  private readonly logger = new Logger(KeptHitCounter.name);
  private readonly file: string;

  constructor({ DATA_DIR }: Environment) {
    super();
    this.file = join(DATA_DIR, FILE_NAME);
  }

  /** Takes up the windows of before the restart; without the file, counting begins anew. */
  async onModuleInit(): Promise<void> {
    const windows = await readWindows(this.file);
    await rm(this.file, { force: true });
    this.restore(windows);
  }

  /** Writes the open windows down. A failure costs the counts, not the shutdown. */
  async onApplicationShutdown(): Promise<void> {
    try {
      const temporary = `${this.file}.tmp`;
      await writeFile(temporary, JSON.stringify(this.openWindows()), { mode: 0o600 });
      await rename(temporary, this.file);
    } catch (error) {
      this.logger.warn({ err: error, msg: 'the counts of the rate limits were not kept' });
    }
  }
}

async function readWindows(file: string): Promise<readonly CountedWindow[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // Absent after a crash, or cut short by one: there is nothing to take up.
    return [];
  }
  return Array.isArray(value) ? value.filter(isWindow) : [];
}

function isWindow(value: unknown): value is CountedWindow {
  if (typeof value !== 'object' || value === null) return false;
  if (!('key' in value && 'count' in value && 'endsAt' in value)) return false;
  return (
    typeof value.key === 'string' && Number.isInteger(value.count) && Number.isInteger(value.endsAt)
  );
}
