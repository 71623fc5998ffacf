import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownEvent } from '../../support/event-stream.ts';
import { followQueue, openQueue, untilDelivered } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';
import { call, makeKey } from '../security/requests.ts';

const FIRST = '0-1';

describe('the events of a private asset’s jobs', () => {
  let server: RunningServer;
  beforeAll(async () => {
    await using directory = await temporaryDirectory();
    const content = await readFile(await makeClip(directory.path, 'clip.mp4'));
    server = await startServer();
    await upload(server, [{ name: 'secret.mp4', content }], { visibility: 'private' });
    await upload(server, [{ name: 'open.mp4', content }]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const completed = (path: string) => (events: readonly ShownEvent[]) =>
    events.some(({ name, data }) => name === 'job:completed' && data['path'] === path);
  const jobOf = (events: readonly ShownEvent[], path: string) =>
    events.find(({ data }) => data['path'] === path)?.data['jobId'];

  it('are told to a credential that may read and to nobody else, live and from the history', async () => {
    const follow = (key?: string, lastEventId?: string) =>
      followQueue(server, completed('open.mp4'), {
        ...(key !== undefined && { key }),
        ...(lastEventId !== undefined && { lastEventId }),
      });
    const { key: writer } = await makeKey(server, { key: server.key }, { scopes: ['write'] });
    const streams = await Promise.all(
      [undefined, 'sk_wrong', writer, server.key].map((key) =>
        openQueue(server, completed('open.mp4'), key === undefined ? {} : { key }),
      ),
    );
    const live = streams.map(({ events }) => events);
    const secret = '/t/w_64,f_mp4/secret.mp4';
    expect((await call(server, secret, { key: server.key })).status).toBe(202);
    await followQueue(server, completed('secret.mp4'), { key: server.key, lastEventId: FIRST });
    await (await untilDelivered(server, '/t/w_64,f_mp4/open.mp4')).bytes();
    const past = [follow(undefined, FIRST), follow(server.key, FIRST)];
    const [anonymous, bad, withoutRead, known, later, knownLater] = await Promise.all([
      ...live,
      ...past,
    ]);
    const job = jobOf(known ?? [], 'secret.mp4');
    expect(job).toBeTypeOf('string');
    expect(jobOf(knownLater ?? [], 'secret.mp4')).toBe(job);
    for (const events of [anonymous, bad, withoutRead, later]) {
      expect(jobOf(events ?? [], 'open.mp4')).toBeTypeOf('string');
      const text = JSON.stringify(events);
      expect(text).not.toContain('secret');
      expect(text).not.toContain(job);
    }
  });

  it('are no longer told once the asset is private, or the key is gone', async () => {
    const { id, key } = await makeKey(server, { key: server.key });
    // Without an end of its own: the test waits for the server's.
    const ended = await openQueue(server, () => false, { key, seconds: 600 });
    await call(server, `/api-keys/${id}`, { key: server.key, method: 'DELETE' });
    await (await untilDelivered(server, '/t/w_32,f_mp4/open.mp4')).bytes();
    const json = { visibility: 'private' };
    await call(server, '/storage/open.mp4', { key: server.key, method: 'PATCH', json });
    const beats = (events: readonly ShownEvent[]) =>
      events.some(({ name }) => name === 'heartbeat');
    const history = await followQueue(server, beats, { lastEventId: FIRST });
    expect(history.map(({ name }) => name)).toEqual(['connected', 'heartbeat']);
    // A key that was deleted is believed until the next heartbeat.
    await expect(ended.events).rejects.toThrow();
  });
});
