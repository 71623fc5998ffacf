import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';
import { loadEnvironment } from './load-environment.js';
import { loadSecrets } from './secrets.js';
import { StartupError } from './startup-error.js';

const GOOD = 'q9Zr3kX7vB1nM5wT8yL2cF6hJ4sD0gPa';
const load = (variables: NodeJS.ProcessEnv) => loadSecrets(loadEnvironment(variables));

describe('loadSecrets', () => {
  it('makes secrets once, for the owner only, and finds them again', async () => {
    await using directory = await temporaryDirectory();
    const first = load({ DATA_DIR: directory.path });
    const { mode } = await stat(join(directory.path, 'secrets.json'));
    expect(mode & 0o777).toBe(0o600);
    expect(first.auth.length).toBeGreaterThanOrEqual(32);
    expect(first.url).not.toBe(first.auth);
    expect(load({ DATA_DIR: directory.path })).toEqual(first);
  });

  it('repairs the mode of its file', async () => {
    await using directory = await temporaryDirectory();
    load({ DATA_DIR: directory.path });
    const file = join(directory.path, 'secrets.json');
    await chmod(file, 0o644);
    load({ DATA_DIR: directory.path });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{', '[]', '{"BETTER_AUTH_SECRET":"short","API_SECRET":"short"}'])(
    'refuses a damaged file: %j',
    async (text) => {
      await using directory = await temporaryDirectory();
      await writeFile(join(directory.path, 'secrets.json'), text);
      expect(() => load({ DATA_DIR: directory.path })).toThrow(StartupError);
    },
  );

  it('wants a secret in production, and makes no file there', async () => {
    await using directory = await temporaryDirectory();
    const production = { DATA_DIR: directory.path, NODE_ENV: 'production' };
    expect(() => load(production)).toThrow('BETTER_AUTH_SECRET is required in production');
    expect(load({ ...production, BETTER_AUTH_SECRET: GOOD })).toEqual({
      auth: GOOD,
      url: undefined,
      previousUrl: undefined,
    });
    await expect(readFile(join(directory.path, 'secrets.json'))).rejects.toThrow('ENOENT');
  });

  it.each([
    'change-me-change-me-change-me-change-me',
    'better-auth-secret-12345678901234567890',
    'your-secret-key-your-secret-key-your-secret',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    '12121212121212121212121212121212',
  ])('refuses the placeholder %s in production', async (secret) => {
    await using directory = await temporaryDirectory();
    const variables = { DATA_DIR: directory.path, NODE_ENV: 'production' };
    expect(() => load({ ...variables, BETTER_AUTH_SECRET: secret })).toThrow('placeholder');
    expect(() => load({ ...variables, BETTER_AUTH_SECRET: GOOD, API_SECRET: secret })).toThrow(
      'API_SECRET',
    );
  });

  it('reads a secret from the file that a platform mounts', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'mounted');
    await writeFile(file, `${GOOD}\n`);
    const variables = { DATA_DIR: directory.path, BETTER_AUTH_SECRET_FILE: file };
    expect(load(variables).auth).toBe(GOOD);
    expect(() => load({ ...variables, BETTER_AUTH_SECRET: GOOD })).toThrow('not both');
    expect(() => load({ BETTER_AUTH_SECRET_FILE: join(directory.path, 'none') })).toThrow(
      'cannot be read',
    );
  });
});
