import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, untilDelivered, untilTrue, type ShownJob } from '../../support/queue-client.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { upload } from '../../support/upload.ts';
import { makeClip, runProgram } from '../../support/video-clips.ts';

let directory: string;
let server: RunningServer;
let listener: Server;
let asked = 0;
let clip: Buffer;
let lists: Readonly<Record<string, string>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openinary-hostile-'));
  const file = await makeClip(directory, 'clip.mp4', { more: ['-movflags', '+faststart'] });
  clip = await readFile(file);
  listener = createServer((_, response) => {
    asked += 1;
    response.end();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const segments = (segment: string) =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${segment}\n#EXT-X-ENDLIST\n`;
  lists = {
    'remote-playlist': segments(`http://127.0.0.1:${port}/a.ts`),
    'local-playlist': segments(file),
    concat: `ffconcat version 1.0\nfile '${file}'\nfile 'http://127.0.0.1:${port}/b.mp4'\n`,
    dash: `<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:${port}/</BaseURL></MPD>`,
  };
  server = await startServer({ env: { VIDEO_JOB_RETRY_MAX: '1', MAX_VIDEO_DURATION_S: '600' } });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  listener.close();
  await rm(directory, { recursive: true, force: true });
});

/** Puts a file among the originals behind the server's back, as a tool that fills the store would. */
const plant = (name: string, content: string | Buffer) =>
  writeFile(join(server.dataDirectory, 'originals', name), content);

/** The status and the reason that a request ends with. */
async function endOf(path: string): Promise<{ readonly status: number; readonly detail: string }> {
  const answer = await untilDelivered(server, path);
  const isProblem = answer.headers.get('content-type')?.includes('problem') === true;
  const detail = isProblem ? ((await answer.json()) as { detail: string }).detail : '';
  if (!isProblem) await answer.arrayBuffer();
  expect(detail).not.toMatch(/openinary-|\/tmp\//);
  return { status: answer.status, detail };
}

const nothingLeft = async () =>
  expect(await readdir(join(server.dataDirectory, 'tmp'))).toEqual([]);

describe('an upload', () => {
  const refused = async (name: string, content: string | Buffer) => {
    const { status, body } = await upload(server, [{ name, content }]);
    expect(status, JSON.stringify(body)).toBe(400);
    expect(body.errors).toHaveLength(1);
    expect(JSON.stringify(body.errors)).not.toMatch(/ffprobe|ffmpeg|\/tmp\//);
  };

  it.each(['mp4', 'mov', 'webm', 'mkv', 'avi'])('of no video as .%s is refused', async (ending) => {
    await refused(`empty.${ending}`, '');
    await refused(`text.${ending}`, 'no video at all '.repeat(500));
    for (const [name, list] of Object.entries(lists)) await refused(`${name}.${ending}`, list);
    await refused(`cut.${ending}`, clip.subarray(0, 300));
  });

  it('of sound in a container for videos is refused', async () => {
    const file = join(directory, 'sound.mp4');
    await runProgram('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=1', file]);
    await refused('sound.mp4', await readFile(file));
  });
});

describe('a file in the store that is no video', () => {
  it('is never followed to another file or address', async () => {
    for (const [name, list] of Object.entries(lists)) {
      await plant(`${name}.mp4`, list);
      await plant(`${name}.mkv`, list);
      for (const ending of ['mp4', 'mkv']) {
        expect((await endOf(`/t/w_100/${name}.${ending}`)).status).toBe(422);
        expect((await endOf(`/t/t_true,f_png/${name}.${ending}`)).status).toBe(422);
      }
    }
    expect(asked).toBe(0);
  });

  it.each([
    ['empty.mp4', () => Buffer.alloc(0)],
    ['head.mp4', () => clip.subarray(0, 300)],
    ['half.mp4', () => clip.subarray(0, clip.length / 2)],
    ['webm-by-name.webm', () => clip],
  ])('%s is 422 with a reason, once and for all', async (name, content) => {
    await plant(name, content());
    const { status, detail } = await endOf(`/t/w_100/${name}`);
    expect(status).toBe(422);
    expect(detail).toMatch(/damaged|not what its name says|no moving picture/);
    expect(await endOf(`/t/w_100/${name}`)).toEqual({ status, detail });
    await nothingLeft();
  });
});

describe('a video beyond the limits', () => {
  it('of one huge frame is refused before it is decoded', async () => {
    const file = await makeClip(directory, 'bomb.mp4', {
      width: 8192,
      height: 4608,
      duration: 0.04,
      tracks: 0,
    });
    await plant('bomb.mp4', await readFile(file));
    for (const path of ['/t/w_100/bomb.mp4', '/t/t_true,f_png/bomb.mp4']) {
      const { status, detail } = await endOf(path);
      expect(status).toBe(422);
      expect(detail).toMatch(/37748736 pixels a frame; 36000000 are allowed/);
    }
  });

  it('that claims to be ten hours long is refused, or as long as its pictures are', async () => {
    const file = join(directory, 'ten-hours.mkv');
    await runProgram('ffmpeg', [
      ...['-v', 'error', '-y', '-i', join(directory, 'clip.mp4'), '-c', 'copy', file],
    ]);
    const bytes = await readFile(file);
    const at = bytes.indexOf('DURATION');
    const end = bytes.indexOf('00:00:0', at);
    bytes.write('10:00:0', end);
    await plant('ten-hours.mkv', bytes);
    const { status, detail } = await endOf('/t/w_100/ten-hours.mkv');
    expect(status).toBe(422);
    expect(detail).toMatch(/3600\d s long; 600 s are allowed/);
    expect((await endOf('/t/t_true,f_png/ten-hours.mkv')).status).toBe(422);
    const crafted = Buffer.from(clip);
    for (
      let place = crafted.indexOf('mvhd');
      place !== -1;
      place = crafted.indexOf('mvhd', place + 4)
    )
      crafted.writeUInt32BE(36_000_000, place + 20);
    await plant('ten-hours.mp4', crafted);
    expect((await endOf('/t/w_100/ten-hours.mp4')).status).toBe(200);
  });
});

describe('a cut', () => {
  it.each([
    ['so_2', 422, /starts at 2 s, and the video is 2 s long/],
    ['so_86400', 422, /starts at 86400 s/],
    ['t_true,so_2,f_png', 422, /starts at 2 s/],
    ['so_1,eo_1', 400, /so/],
    ['so_2,eo_1', 400, /so/],
    ['so_60p,eo_40p', 400, /so/],
    ['so_1.5,eo_10p', 422, /before it starts/],
    ['so_100p', 400, /so/],
    ['du_0', 400, /du/],
    ['eo_0', 400, /eo/],
    ['so_-1', 400, /so/],
    ['so_1e9', 400, /so/],
    ['so_1,eo_2,du_1', 400, /du/],
    ['tt_1', 400, /tt/],
  ])('of %s is %i', async (text, status, reason) => {
    await upload(server, [{ name: 'clip.mp4', content: clip }], { overwrite: 'true' });
    const answer = await untilDelivered(server, `/t/${text}/clip.mp4`);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(await answer.json())).toMatch(reason);
  });
});

describe('a source that goes while its job runs', () => {
  it('without a word to the server leaves neither a variant nor a file', async () => {
    const long = await makeClip(directory, 'long.mp4', { width: 1280, height: 720, duration: 12 });
    await plant('gone.mp4', await readFile(long));
    const answer = await fetch(`${server.url}/t/w_800,q_90/gone.mp4`);
    const { jobId } = (await answer.json()) as { jobId: string };
    const job = async () => (await ask<ShownJob>(server, 'GET', `/queue/jobs/${jobId}`)).body;
    await untilTrue(async () => (await job()).progress > 0);
    await rm(join(server.dataDirectory, 'originals/gone.mp4'));
    // What lies in the store is looked at again within a second.
    await untilTrue(
      async () => (await fetch(`${server.url}/t/w_800,q_90/gone.mp4`)).status === 404,
    );
    await untilTrue(async () => (await job()).status === 'error', 90);
    expect((await job()).error).toMatch(/asset/);
    await nothingLeft();
  });
});
