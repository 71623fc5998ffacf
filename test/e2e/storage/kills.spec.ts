import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { disagreements, unfinished } from '../../support/consistency.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ask } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';

/** Fifty for a release; a few find what breaks at once. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 5);
/** A kill comes at most so long after the work has begun, ms: about what all of it takes. */
const LATEST_KILL_MS = 400;

/** What has been acknowledged: versions by path, and paths that are to be empty. */
interface Promised {
  readonly there: Map<string, string>;
  readonly gone: Set<string>;
}

describe('a server that is killed', () => {
  it(
    'loses nothing it has acknowledged, and agrees with its store when it is back',
    { timeout: 60_000 + ROUNDS * 20_000 },
    async () => {
      let server = await startServer();
      const { key, dataDirectory } = server;
      const promised: Promised = { there: new Map(), gone: new Set() };
      try {
        for (let round = 1; round <= ROUNDS; round += 1) {
          await prepare(server, promised, round);
          const working = work(server, promised, round);
          // Spread over the whole of the work, and the same in every run.
          await wait(((round * 0.618_034) % 1) * LATEST_KILL_MS);
          await server.kill();
          await working;
          server = Object.assign(await startServer({ dataDirectory }), { key });
          await expect.poll(() => unfinished(server), { timeout: 20_000 }).toEqual([]);
          await expect.poll(() => disagreements(server), { timeout: 20_000 }).toEqual([]);
          await verify(server, promised);
        }
      } finally {
        await server.stop();
        await rm(dataDirectory, { recursive: true, force: true });
      }
    },
  );
});

/** Something to be moved and deleted while the server is killed. */
async function prepare(server: RunningServer, promised: Promised, round: number): Promise<void> {
  const place = `r${round}`;
  for (const folder of ['single', 'folder', 'doomed', 'whole']) {
    const names = ['a.png', 'b.png', 'c.png', 'd.png'];
    const content = await picture(round);
    const { body } = await upload(
      server,
      names.map((name) => ({ name, content })),
      { folder: `${place}/${folder}` },
    );
    for (const { path, version } of body.files ?? []) promised.there.set(path, version);
  }
  expect(promised.there.size).toBeGreaterThanOrEqual(16);
}

/** Uploads, moves, deletes and archives at once; what is answered is noted, what is cut off may have become either. */
async function work(server: RunningServer, promised: Promised, round: number): Promise<void> {
  const { there, gone } = promised;
  const place = `r${round}`;
  const change = async (
    paths: readonly string[],
    request: () => Promise<{ readonly status: number }>,
    done: () => void,
  ) => {
    // From here on nobody knows, until there is an answer.
    const known = paths.map((path) => [path, there.get(path)] as const);
    for (const path of paths) there.delete(path);
    const answer = await request().catch(() => undefined);
    if (answer === undefined) return;
    expect(answer.status).toBeLessThan(300);
    for (const [path, version] of known) if (version !== undefined) moved.set(path, version);
    done();
  };
  const moved = new Map<string, string>();
  const arrive = (path: string, from: string) => {
    const version = moved.get(from);
    if (version !== undefined) there.set(path, version);
    gone.add(from);
  };
  const inFolder = (folder: string) =>
    ['a.png', 'b.png', 'c.png', 'd.png'].map((name) => `${place}/${folder}/${name}`);
  const tasks: Promise<unknown>[] = [];
  for (const path of inFolder('single')) {
    const destination = path.replace('single', 'elsewhere');
    const request = () => ask(server, `/storage/${path}/move`, 'POST', { destination });
    tasks.push(change([path], request, () => arrive(destination, path)));
  }
  const folder = inFolder('folder');
  const rename = () =>
    ask(server, `/storage/${place}/folder/move`, 'POST', { destination: `${place}/renamed` });
  tasks.push(
    change(folder, rename, () => {
      for (const path of folder) arrive(path.replace('/folder/', '/renamed/'), path);
    }),
  );
  for (const path of inFolder('doomed')) {
    const request = () => ask(server, `/storage/${path}`, 'DELETE');
    tasks.push(change([path], request, () => gone.add(path)));
  }
  const whole = inFolder('whole');
  const clear = () => ask(server, `/storage/${place}/whole?recursive=true`, 'DELETE');
  tasks.push(
    change(whole, clear, () => {
      for (const path of whole) gone.add(path);
    }),
  );
  for (let index = 0; index < 6; index += 1) {
    const content = await picture(round * 10 + index);
    const file = { name: `new${index}.png`, content };
    const uploading = upload(server, [file], { folder: place, visibility: 'private' });
    const noted = uploading.then(({ body }) => {
      for (const { path, version } of body.files ?? []) there.set(path, version);
    });
    tasks.push(noted.catch(() => undefined));
  }
  const archive = fetch(`${server.url}/download-folder/${place}`, {
    headers: { 'X-API-Key': server.key },
  });
  tasks.push(archive.then((response) => response.arrayBuffer()).catch(() => undefined));
  const rendered = fetch(`${server.url}/t/w_7/${place}/doomed/a.png`);
  tasks.push(rendered.then((response) => response.arrayBuffer()).catch(() => undefined));
  await Promise.all(tasks);
}

async function verify(server: RunningServer, { there, gone }: Promised): Promise<void> {
  for (const [path, version] of there) {
    const { status, body } = await ask(server, `/storage/${path}/metadata`);
    expect([path, status, body['version']]).toEqual([path, 200, version]);
  }
  for (const path of gone)
    expect([path, (await ask(server, `/storage/${path}/metadata`)).status]).toEqual([path, 404]);
  there.clear();
  gone.clear();
}

/** Each one of other bytes. */
async function picture(seed: number): Promise<Buffer> {
  const background = { r: seed % 256, g: (seed * 7) % 256, b: (seed * 31) % 256 };
  return sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer();
}
