import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { findSecrets } from '../support/whole-log.ts';

const KEY = `sk_${'k'.repeat(64)}`;

describe('the check of a run’s whole log', () => {
  it('finds every kind of secret, and nothing in a clean log', async () => {
    await using directory = await temporaryDirectory();
    await writeFile(join(directory.path, 'secrets.jsonl'), '"Correct-Horse-7"\n');
    const log = (name: string, lines: readonly string[]) =>
      writeFile(join(directory.path, name), lines.join('\n'));
    await log('clean.log', [
      `API key (shown once): ${KEY}`,
      '{"event":"api_key.success","keyId":"abc","path":"/storage"}',
      '{"req":{"url":"/authenticated/s--…/a.jpg"}}',
    ]);
    expect(await findSecrets(directory.path)).toEqual([]);
    await log('bad.log', [
      'fine',
      `{"path":"/x/${KEY}"}`,
      'the password Correct-Horse-7 is wrong',
      '{"cookie":"a=b"}',
      'better-auth.session_token=abc.def',
      '$2b$12$abcdefghijklmnopqrstuv',
      '{"url":"/authenticated/s--abcdefghijklmnopqrstuvwxyzABCDEF/a.jpg"}',
    ]);
    expect((await findSecrets(directory.path)).map((text) => text.split(': ')[0])).toEqual(
      [2, 3, 4, 5, 6, 7].map((line) => `bad.log:${line}`),
    );
  });
});
