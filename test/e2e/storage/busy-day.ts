import sharp from 'sharp';
import { expect } from 'vitest';
import type { RunningServer } from '../../support/server.ts';
import { ask, type JsonAnswer } from '../../support/storage-client.ts';
import { upload } from '../../support/upload.ts';

const NAMES = ['a.png', 'b.png', 'c.png', 'd.png'];
const UPLOADS = 6;
/** So large that a bucket gets it in parts, bytes. */
const LARGE = 9 * 1024 * 1024;

/** What is done to a place of its own, and what has been acknowledged of it. */
export class BusyDay {
  /** Versions by path. */
  private readonly there = new Map<string, string>();
  /** Paths that are to be empty. */
  private readonly gone = new Set<string>();
  private readonly tagged = new Set<string>();

  constructor(
    private readonly server: RunningServer,
    private readonly place: string,
  ) {}

  /** Stores what is to be arranged. */
  async prepare(): Promise<void> {
    const folders = ['single', 'folder', 'doomed', 'whole', 'model', 'marked'];
    await Promise.all(
      folders.map(async (folder, index) => {
        const content = await picture(`${this.place} ${index}`);
        const files = NAMES.map((name) => ({ name, content }));
        const fields = { folder: `${this.place}/${folder}` };
        this.note(await upload(this.server, files, fields));
      }),
    );
    expect(this.there.size).toBe(folders.length * NAMES.length);
  }

  /** Does all of it at once; what is answered is noted, what is cut off may have become either. */
  async work(): Promise<void> {
    await Promise.all([
      ...this.inFolder('single').map((path) =>
        this.move([path], path, path.replace('/single/', '/elsewhere/')),
      ),
      this.move(this.inFolder('folder'), `${this.place}/folder`, `${this.place}/renamed`),
      ...this.inFolder('doomed').map((path) => this.remove([path], path)),
      this.remove(this.inFolder('whole'), `${this.place}/whole?recursive=true`),
      this.copy(this.inFolder('model'), `${this.place}/model`, `${this.place}/model 2`),
      ...this.inFolder('marked').map((path) => this.mark(path)),
      ...Array.from({ length: UPLOADS }, (_, index) => this.upload(index)),
      this.uploadLarge(),
      this.read(`/download-folder/${this.place}`),
      this.read(`/t/w_7/${this.place}/doomed/a.png`),
      this.read(`/t/w_7/${this.place}/folder/a.png`),
    ]);
  }

  /** Looks whether all that was acknowledged is as it was said to be; returns how much that is. */
  async verify(server: RunningServer): Promise<number> {
    for (const [path, version] of this.there) {
      const { status, body } = await ask(server, `/storage/${path}/metadata`);
      expect([path, status, body['version']]).toEqual([path, 200, version]);
    }
    for (const path of this.gone)
      expect([path, (await ask(server, `/storage/${path}/metadata`)).status]).toEqual([path, 404]);
    for (const path of this.tagged) {
      const { body } = await ask(server, `/storage/${path}/metadata`);
      expect([path, body['tags'], body['visibility']]).toEqual([path, ['kept'], 'private']);
    }
    const copied = await ask(server, `/storage?path=${this.place}/model%202`);
    expect([undefined, NAMES.length]).toContain(copied.body.files?.length);
    return this.there.size + this.gone.size + this.tagged.size;
  }

  private inFolder(folder: string): readonly string[] {
    return NAMES.map((name) => `${this.place}/${folder}/${name}`);
  }

  private async move(paths: readonly string[], from: string, destination: string): Promise<void> {
    const request = () => ask(this.server, `/storage/${from}/move`, 'POST', { destination });
    await this.change(paths, request, (path, version) => {
      this.there.set(path.replace(from, destination), version);
      this.gone.add(path);
    });
  }

  private async remove(paths: readonly string[], target: string): Promise<void> {
    const request = () => ask(this.server, `/storage/${target}`, 'DELETE');
    await this.change(paths, request, (path) => this.gone.add(path));
  }

  private async copy(paths: readonly string[], from: string, destination: string): Promise<void> {
    const request = () => ask(this.server, `/storage/${from}/copy`, 'POST', { destination });
    const answer = await answerTo(request);
    if (answer === undefined) return;
    for (const path of paths)
      this.there.set(path.replace(from, destination), this.there.get(path) ?? '');
  }

  private async mark(path: string): Promise<void> {
    const marks = { tags: ['kept'], visibility: 'private' };
    const answer = await answerTo(() => ask(this.server, `/storage/${path}`, 'PATCH', marks));
    if (answer !== undefined) this.tagged.add(path);
  }

  private async upload(index: number): Promise<void> {
    const file = { name: `new${index}.png`, content: await picture(`${this.place} new ${index}`) };
    const fields = { folder: this.place, visibility: 'private' };
    const answer = await answerTo(() => upload(this.server, [file], fields));
    if (answer !== undefined) this.note(answer);
  }

  private async uploadLarge(): Promise<void> {
    const content = Buffer.concat([await picture(`${this.place} large`), Buffer.alloc(LARGE)]);
    const file = { name: 'large.png', content };
    const answer = await answerTo(() => upload(this.server, [file], { folder: this.place }));
    if (answer !== undefined) this.note(answer);
  }

  /** Reads an answer as far as it comes. */
  private async read(path: string): Promise<void> {
    const headers = { 'X-API-Key': this.server.key };
    await fetch(`${this.server.url}${path}`, { headers })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
  }

  /** From the request on nobody knows what has become of the paths, until there is an answer. */
  private async change(
    paths: readonly string[],
    request: () => Promise<JsonAnswer>,
    done: (path: string, version: string) => void,
  ): Promise<void> {
    const known = paths.map((path) => [path, this.there.get(path) ?? ''] as const);
    for (const path of paths) this.there.delete(path);
    if ((await answerTo(request)) === undefined) return;
    for (const [path, version] of known) done(path, version);
  }

  private note({ body }: Awaited<ReturnType<typeof upload>>): void {
    for (const { path, version } of body.files ?? []) this.there.set(path, version);
  }
}

/** Undefined when the server was gone before it had answered; any other answer than success is a failure. */
async function answerTo<T extends { readonly status: number; readonly body: unknown }>(
  request: () => Promise<T>,
): Promise<T | undefined> {
  const answer = await request().catch(() => undefined);
  if (answer !== undefined && answer.status >= 300)
    throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** Each text has other bytes. */
async function picture(text: string): Promise<Buffer> {
  const [r = 0, g = 0, b = 0] = Buffer.from(await crypto.subtle.digest('SHA-1', Buffer.from(text)));
  return sharp({ create: { width: 64, height: 64, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();
}
