import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEvents } from '../../support/event-stream.ts';
import { untilTrue } from '../../support/queue-client.ts';
import { startService, type RunningService } from '../../support/service.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { upload } from '../../support/upload.ts';
import { makeClip } from '../../support/video-clips.ts';

const IMAGES = join(import.meta.dirname, '../../fixtures/images');

describe('replicas that do the same work at the same time', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
  }, 120_000);
  afterAll(() => service[Symbol.asyncDispose]());

  it.each(['photo.heic', 'photo.psd'])(
    'decode %s once, whatever is made of it in each of them',
    async (name) => {
      await upload(service, [{ name, content: await readFile(join(IMAGES, name)) }]);
      await untilTrue(() => Promise.resolve(service.s3.keys.some((key) => key.endsWith(name))));
      service.s3.requests.length = 0;
      const widths = [40, 50, 60, 70, 80, 90];
      const statuses = await Promise.all(
        widths.map(async (width, index) => {
          const answer = await fetch(`${service.api(index % 2).url}/t/w_${width},f_webp/${name}`);
          await answer.arrayBuffer();
          return answer.status;
        }),
      );
      expect(statuses).toEqual(widths.map(() => 200));
      const written = service.s3.requests.filter((request) =>
        /^(PutObject|CreateMultipartUpload) cache\//.test(request),
      );
      // One for each width, and the copy they are made from; nothing twice.
      expect(written).toHaveLength(widths.length + 1);
      expect(new Set(written).size).toBe(written.length);
    },
  );

  it('tell through the proxy what every worker does, as it happens, and that they are there', async () => {
    const key = { Authorization: `Bearer ${service.key}` };
    await using directory = await temporaryDirectory();
    const clip = await makeClip(directory.path, 'told.mp4', {
      width: 640,
      height: 360,
      duration: 6,
    });
    await upload(service, [{ name: 'told.mp4', content: await readFile(clip) }]);
    using proxied = await openEvents(service.url, key);
    using direct = await openEvents(service.api(1).url, key);
    expect([proxied.status, proxied.headers['content-type']]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    const of = (name: string) => proxied.events.filter((event) => event.name === name);
    for (let count = 0; count < 6; count += 1) {
      expect((await fetch(`${service.url}/t/w_${300 + 2 * count}/told.mp4`)).status).toBe(202);
    }
    // While the work goes on, not at its end.
    await untilTrue(() => Promise.resolve(of('job:progress').length > 0));
    expect(of('job:completed').length).toBeLessThan(6);
    await untilTrue(() => Promise.resolve(of('job:completed').length === 6), 90);
    const workers = new Map(of('job:started').map(({ data }) => [data['jobId'], data['workerId']]));
    expect(new Set(workers.values()).size).toBe(2);
    const tellers = new Set(of('job:progress').map(({ data }) => workers.get(data['jobId'])));
    expect(tellers).toEqual(new Set(workers.values()));
    // The other replica tells the same, in the same order.
    const told = ({ events }: typeof direct) =>
      events.filter(({ name }) => name.startsWith('job:')).map(({ id }) => id);
    await untilTrue(() => Promise.resolve(told(direct).length === told(proxied).length));
    expect(told(direct)).toEqual(told(proxied));
    await untilTrue(() => Promise.resolve(of('heartbeat').length > 0));
    expect(proxied.events.at(0)?.name).toBe('connected');
  }, 150_000);
});
