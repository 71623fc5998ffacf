import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorShell, type OperatorShell } from '../../support/container.ts';
import { codeOf, Page, ROOT } from '../../support/page.ts';
import { untilTrue } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, EMAIL, makeKey, PASSWORD } from './requests.ts';

/** The one command that asks the container itself. */
const IN_CONTAINER = 'docker exec openinary_api id -un';
const ENV = {
  ...ADMIN,
  BETTER_AUTH_URL: 'https://media.example.com',
  API_KEY_RATE_LIMIT: '100',
};

const page = await Page.read('docs/security.md');
const [checkup = []] = page.section('Security checkup').tables;
const incident = page.section('Incident response');

describe('the commands of the security page', () => {
  let server: RunningServer;
  let shell: OperatorShell;
  const use = (key: string) => call(server, '/storage', { key });
  beforeAll(async () => {
    server = await startServer({ env: ENV });
    shell = await operatorShell(server, { KEY: server.key, EMAIL, PASSWORD });
    await use(server.key);
    await untilTrue(() =>
      Promise.resolve(server.logs.some((line) => line.includes('"event":"api_key.success"'))),
    );
  });
  afterAll(async () => {
    await shell[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it('are there', () => {
    expect(checkup.length).toBeGreaterThanOrEqual(12);
    expect(incident.commands.length).toBeGreaterThanOrEqual(4);
  });

  it.each(checkup)('of the checkup prove: %s, %s', async (_what, _status, cell, printed) => {
    const command = codeOf(cell);
    if (command === IN_CONTAINER) {
      const image = await readFile(join(ROOT, 'docker/Dockerfile'), 'utf8');
      expect(image).toMatch(new RegExp(`^USER ${codeOf(printed)}$`, 'm'));
      return;
    }
    expect((await shell.run(command)).trim()).toBe(codeOf(printed));
  });

  it('of the incident response do what each step is for', async () => {
    const made = await makeKey(server, { key: server.key }, { name: 'Stolen' });
    expect((await use(made.key)).status).toBe(200);
    await expect.poll(() => server.logs.join('\n')).toContain(`"keyId":"${made.id}"`);
    const [disable = '', look = '', renew = '', restore = ''] = incident.commands.map((command) =>
      command.replaceAll('KEY_ID', made.id),
    );
    const backup = await call(server, '/backups', { key: server.key, method: 'POST' });
    expect(backup.status).toBe(201);

    expect(await shell.run(disable)).toContain('"name": "Stolen"');
    expect((await use(made.key)).status).toBe(401);

    const seen = await shell.run(look);
    expect(seen).toContain(`"event":"api_key.success","outcome":"success"`);
    expect(seen).toContain('"path": "/storage"');

    const { apiKey } = JSON.parse(await shell.run(renew)) as { apiKey: { key: string } };
    expect((await use(apiKey.key)).status).toBe(200);

    const remove = incident.codes.find((code) => code.includes('-X DELETE')) ?? '';
    expect(await shell.run(remove.replace('KEY_ID', made.id))).toContain('"success":true');
    expect((await call(server, '/api-keys/list', { key: server.key })).text).not.toContain(made.id);

    const restored = await shell.run(restore);
    expect(restored.split('\n', 1)[0]).toBe('ok');
    expect(restored).toContain('Restart');
    await server.stop();
    await using again = await startServer({ env: ENV, dataDirectory: server.dataDirectory });
    // The backup has the stolen key, and its deletion since is not undone.
    expect((await call(again, '/api-keys/list', { key: server.key })).text).toContain(made.id);
    expect((await call(again, '/storage', { key: made.key })).status).toBe(401);
    expect((await call(again, '/storage', { key: apiKey.key })).status).toBe(401);
  });
});
