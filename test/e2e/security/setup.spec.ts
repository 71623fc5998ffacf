import { describe, expect, it } from 'vitest';
import { startServer } from '../../support/server.ts';
import { ADMIN, call, EMAIL, PASSWORD, problemOf, signIn } from './requests.ts';

const ADA = { name: 'Ada', email: EMAIL, password: PASSWORD };

describe('the first set-up', () => {
  it('makes exactly one administrator of fifty who come at once', async () => {
    await using server = await startServer({ env: { MODE: 'fullstack' } });
    expect(server.logs.join('\n')).toMatch(/Create the administrator at http:\/\/.*\/setup/);
    expect((await call(server, '/api/setup')).body).toEqual({ setupComplete: false });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        call(server, '/api/setup', { json: { ...ADA, email: `ada${index}@example.com` } }),
      ),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    expect(answers.filter((answer) => problemOf(answer) === 'setup-complete')).toHaveLength(49);
    expect((await call(server, '/api/setup')).body).toEqual({ setupComplete: true });
    const { user } = made[0]?.body as { user: { email: string } };
    expect(await signIn(server, PASSWORD, user.email)).toContain('session_token');
  });

  it('refuses weak passwords, foreign pages and hostile bodies, and stays open after them', async () => {
    await using server = await startServer({ env: { MODE: 'fullstack' } });
    for (const password of [
      'short',
      'P@ssw0rd',
      'nouppercase-1',
      'Aa1!'.repeat(40),
      EMAIL,
      7,
      null,
    ]) {
      const answer = await call(server, '/api/setup', { json: { ...ADA, password } });
      expect([answer.status, problemOf(answer)], String(password)).toEqual([
        400,
        'invalid-request',
      ]);
      expect(answer.text).not.toContain('nouppercase');
    }
    for (const json of ['{', '[]', '"x"', '{"name":"Ada"}', { ...ADA, role: 'admin' }]) {
      expect((await call(server, '/api/setup', { json })).status, JSON.stringify(json)).toBe(400);
    }
    const foreign = await call(server, '/api/setup', { json: ADA, origin: 'https://evil.example' });
    expect(problemOf(foreign)).toBe('forbidden');
    expect((await call(server, '/api/setup', { json: ADA })).status).toBe(201);
  });

  it('is done already where there is no console, and sign-up is closed everywhere', async () => {
    await using server = await startServer();
    expect((await call(server, '/api/setup')).body).toEqual({ setupComplete: true });
    expect(problemOf(await call(server, '/api/setup', { json: ADA }))).toBe('setup-complete');
    const signUp = await call(server, '/api/auth/sign-up/email', { json: ADA });
    expect(problemOf(signUp)).toBe('forbidden');
    expect(server.key).toMatch(/^sk_[A-Za-z]{64}$/);
    await server.stop();
    await using withConsole = await startServer({
      dataDirectory: server.dataDirectory,
      env: { MODE: 'fullstack' },
    });
    expect(withConsole.logs.join('\n')).toMatch(
      /Nobody can sign in to the console.*OPENINARY_ADMIN_EMAIL and OPENINARY_ADMIN_PASSWORD/,
    );
  });

  it('makes the administrator whom the environment names, once', async () => {
    await using server = await startServer({ env: { ...ADMIN, MODE: 'fullstack' } });
    expect((await call(server, '/api/setup')).body).toEqual({ setupComplete: true });
    await signIn(server);
    await server.stop();
    await using again = await startServer({
      dataDirectory: server.dataDirectory,
      env: {
        MODE: 'fullstack',
        OPENINARY_ADMIN_EMAIL: EMAIL,
        OPENINARY_ADMIN_PASSWORD: 'Other-Horse-8',
      },
    });
    await signIn(again);
    expect(again.logs.join('\n')).not.toContain('Create the administrator');
    await again.stop();
    await using headless = await startServer({ dataDirectory: server.dataDirectory });
    expect(headless.key).toBe('');
    expect(headless.logs.join('\n')).toMatch(/no API key is made.*in the console/);
  });
});
