import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { disagreements, unfinished } from '../../support/consistency.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';

const ROUNDS = 100;
/** Rounds that are played at the same time, each with files of its own. */
const LANES = 5;

describe('what happens at once', () => {
  let server: RunningServer;
  let before: Buffer;
  let after: Buffer;
  beforeAll(async () => {
    server = await startServer();
    const colour = (background: string) =>
      sharp({ create: { width: 24, height: 16, channels: 3, background } })
        .png()
        .toBuffer();
    [before, after] = await Promise.all([colour('red'), colour('blue')]);
  });
  afterAll(() => server[Symbol.asyncDispose]());
  afterEach(async () => {
    await expect.poll(() => unfinished(server), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => disagreements(server), { timeout: 10_000 }).toEqual([]);
  });

  const play = async (round: (name: string) => Promise<void>): Promise<void> => {
    let played = 0;
    const lane = async (): Promise<void> => {
      for (;;) {
        const number = (played += 1);
        if (number > ROUNDS) return;
        await round(`r${number}`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  };
  const put = async (path: string, content: Buffer) => {
    const [folder = '', name = ''] = path.split('/');
    const { status, body } = await upload(server, [{ name, content }], {
      folder,
      overwrite: 'true',
    });
    return { status, version: body.files?.[0]?.version };
  };
  const move = async (from: string, destination: string) =>
    (await ask(server, `/storage/${from}/move`, 'POST', { destination })).status;
  const remove = async (path: string) => (await ask(server, `/storage/${path}`, 'DELETE')).status;
  const render = async (path: string, transformation: string) => {
    const response = await fetch(`${server.url}/t/${transformation}/${path}`);
    await response.arrayBuffer();
    return response.status;
  };
  const versionAt = async (path: string) => {
    const { status, body } = await ask(server, `/storage/${path}/metadata`);
    return status === 200 ? body['version'] : undefined;
  };

  it('two moves of one asset: one of them is done', async () => {
    await play(async (name) => {
      const { version } = await put(`one/${name}.png`, before);
      const [left, right] = [`left/${name}.png`, `right/${name}.png`];
      const statuses = await Promise.all([
        move(`one/${name}.png`, left),
        move(`one/${name}.png`, right),
        render(`one/${name}.png`, 'w_9'),
      ]);
      expect(statuses.slice(0, 2).toSorted()).toEqual([201, 404]);
      const [there, other] = statuses[0] === 201 ? [left, right] : [right, left];
      expect(await versionAt(there)).toBe(version);
      expect(await versionAt(other)).toBeUndefined();
      expect(await render(`one/${name}.png`, 'w_9')).toBe(404);
    });
  }, 180_000);

  it('two moves to one place: one of them is done, and nothing is overwritten', async () => {
    await play(async (name) => {
      const [first, second] = [`a/${name}.png`, `b/${name}.png`];
      const { version: red } = await put(first, before);
      const { version: blue } = await put(second, after);
      const to = `place/${name}.png`;
      const statuses = await Promise.all([move(first, to), move(second, to)]);
      expect(statuses.toSorted()).toEqual([201, 409]);
      const firstWon = statuses[0] === 201;
      expect(await versionAt(to)).toBe(firstWon ? red : blue);
      expect(await versionAt(firstWon ? second : first)).toBe(firstWon ? blue : red);
    });
  }, 180_000);

  it('a delete and renders: the asset is gone with all its variants', async () => {
    await play(async (name) => {
      const path = `gone/${name}.png`;
      await put(path, before);
      const [removed, ...rendered] = await Promise.all([
        remove(path),
        render(path, 'w_5'),
        render(path, 'w_6'),
        render(path, 'w_7,f_webp'),
      ]);
      expect(removed).toBe(200);
      for (const status of rendered) expect([200, 404]).toContain(status);
      expect(await render(path, 'w_5')).toBe(404);
    });
  }, 180_000);

  it('an upload and a delete: one after the other', async () => {
    await play(async (name) => {
      const path = `brief/${name}.png`;
      await put(path, before);
      const [uploaded, removed] = await Promise.all([
        put(path, after),
        remove(path),
        render(path, 'w_8'),
      ]);
      expect([uploaded.status, removed]).toEqual([200, 200]);
      expect([undefined, uploaded.version]).toContain(await versionAt(path));
    });
  }, 180_000);

  it('an upload and a move: one after the other', async () => {
    await play(async (name) => {
      const [from, to] = [`from/${name}.png`, `to/${name}.png`];
      const { version: red } = await put(from, before);
      const [uploaded, moved] = await Promise.all([
        put(from, after),
        move(from, to),
        render(from, 'w_8'),
      ]);
      expect([uploaded.status, moved]).toEqual([200, 201]);
      const outcome = [await versionAt(from), await versionAt(to)];
      const { version: blue } = uploaded;
      expect([
        [blue, red],
        [undefined, blue],
      ]).toContainEqual(outcome);
    });
  }, 180_000);

  it('a move of a folder and uploads into it: each asset is in one place', async () => {
    await play(async (name) => {
      await put(`${name}f/old.png`, before);
      const [moved, uploaded] = await Promise.all([
        move(`${name}f`, `${name}t`),
        put(`${name}f/new.png`, after),
      ]);
      expect([moved, uploaded.status]).toEqual([201, 200]);
      expect(await versionAt(`${name}t/old.png`)).toBeDefined();
      const places = [await versionAt(`${name}f/new.png`), await versionAt(`${name}t/new.png`)];
      expect(places.filter((version) => version === uploaded.version).length).toBe(1);
    });
  }, 180_000);
});
