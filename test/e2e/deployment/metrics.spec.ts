import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { untilDelivered, untilTrue } from '../../support/queue-client.ts';
import { makeClip } from '../../support/video-clips.ts';
import { upload } from '../../support/upload.ts';

const TOKEN = 'a-token-for-the-monitoring';

describe('metrics', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('count what the server does, answers from memory too', async () => {
    const photo = await sharp({
      create: { width: 300, height: 200, channels: 3, background: '#37a' },
    })
      .jpeg()
      .toBuffer();
    await upload(server, [{ name: 'counted.jpg', content: photo }]);
    await upload(server, [{ name: 'refused.exe', content: 'MZ' }]);
    for (let index = 0; index < 5; index += 1) {
      await (await fetch(`${server.url}/t/w_50,f_webp/counted.jpg`)).arrayBuffer();
    }
    await fetch(`${server.url}/storage`);
    await fetch(`${server.url}/storage`, { headers: { 'X-API-Key': `sk_${'x'.repeat(64)}` } });
    const text = await scrape();
    expect(sample(text, 'openinary_cache_requests_total{result="miss"}')).toBe(1);
    expect(sample(text, 'openinary_cache_requests_total{result="hit"}')).toBe(4);
    expect(
      sample(
        text,
        'openinary_http_request_duration_seconds_count{route="/t/*path",method="GET",status="200"}',
      ),
    ).toBe(5);
    expect(
      sample(text, 'openinary_transform_duration_seconds_count{kind="image",format="webp"}'),
    ).toBe(1);
    expect(sample(text, 'openinary_uploads_total{outcome="stored"}')).toBe(1);
    expect(sample(text, 'openinary_uploads_total{outcome="refused"}')).toBe(1);
    expect(sample(text, 'openinary_auth_failures_total{reason="no-credential"}')).toBe(1);
    expect(sample(text, 'openinary_auth_failures_total{reason="unknown"}')).toBe(1);
    expect(sample(text, 'openinary_render_queue_depth')).toBe(0);
    expect(sample(text, 'openinary_cache_bytes')).toBeGreaterThan(0);
    expect(sample(text, 'openinary_component_up{component="storage"}')).toBe(1);
    // None yet; the alert tells this from Postgres, whose backups are not the server's.
    expect(sample(text, 'openinary_backup_last_success_timestamp_seconds')).toBe(0);
  });

  it('have as many series whatever clients ask for', async () => {
    const series = (text: string) =>
      new Set(
        text
          .split('\n')
          .filter((line) => line.startsWith('openinary_http'))
          .map((line) => line.split(' ', 1)[0]),
      );
    await fetch(`${server.url}/t/w_1/missing-0.jpg`);
    await fetch(`${server.url}/missing-0`);
    const before = series(await scrape());
    for (let index = 1; index <= 50; index += 1) {
      await fetch(`${server.url}/t/w_${index}/missing-${index}.jpg`);
      await fetch(`${server.url}/missing-${index}`);
    }
    const after = series(await scrape());
    // The scrapes themselves are a route, too.
    expect([...after].filter((line) => !before.has(line) && !line?.includes('/metrics'))).toEqual(
      [],
    );
  });

  it('have every name, label and value that the alert rules and the dashboard ask for', async () => {
    const headers = { 'X-API-Key': server.key };
    await fetch(`${server.url}/backups`, { method: 'POST', headers });
    await using directory = await temporaryDirectory();
    const clip = await makeClip(directory.path, 'clip.mp4', { duration: 1 });
    await upload(server, [{ name: 'clip.mp4', content: await readFile(clip) }]);
    const made = await untilDelivered(server, '/t/w_100/clip.mp4');
    expect(made.status).toBe(200);
    // The variant is there a moment before its job is counted.
    const completed = 'openinary_jobs{state="completed"}';
    await untilTrue(async () => sample(await scrape(), completed) === 1);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    const text = await scrape();
    const lines = text.split('\n');
    const asked = await askedSeries();
    expect(asked.length).toBeGreaterThan(30);
    const missing = asked.filter(({ name, labels }) => {
      const series = lines.filter((line) => line.startsWith(name) && !line.startsWith('#'));
      return (
        series.length === 0 || !labels.every((label) => series.some((line) => line.includes(label)))
      );
    });
    expect(missing).toEqual([]);
    expect(sample(text, 'openinary_job_duration_seconds_count{outcome="completed"}')).toBe(1);
  });

  it('tell of jobs, parts and backups', async () => {
    const backup = await fetch(`${server.url}/backups`, {
      method: 'POST',
      headers: { 'X-API-Key': server.key },
    });
    expect(backup.status).toBe(201);
    const text = await scrape();
    expect(sample(text, 'openinary_jobs{state="pending"}')).toBe(0);
    for (const part of ['database', 'storage', 'disk', 'redis']) {
      expect(sample(text, `openinary_component_up{component="${part}"}`)).toBe(1);
    }
    const age = Date.now() / 1000 - sample(text, 'openinary_backup_last_success_timestamp_seconds');
    expect(age).toBeLessThan(60);
  });

  it('are not for what a proxy passes on', async () => {
    const response = await fetch(`${server.url}/metrics`, {
      headers: { 'X-Forwarded-For': '203.0.113.7' },
    });
    expect(response.status).toBe(403);
    // What nginx sends of a request for the public address where it is told nothing but where to.
    const { host, hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET /metrics HTTP/1.0\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('are for whoever has the token, when there is one', async () => {
    await using guarded = await startServer({
      env: { METRICS_TOKEN: TOKEN, BACKUP_CRON: 'off' },
    });
    const ask = (headers: Record<string, string>) => fetch(`${guarded.url}/metrics`, { headers });
    expect((await ask({})).status).toBe(401);
    expect((await ask({ Authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask({ Authorization: `Bearer ${guarded.key}` })).status).toBe(401);
    const answer = await ask({
      Authorization: `Bearer ${TOKEN}`,
      'X-Forwarded-For': '203.0.113.7',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    // No backup is due, so none can be late.
    expect(await answer.text()).not.toContain('openinary_backup_last_success');
  });

  async function scrape(): Promise<string> {
    const response = await fetch(`${server.url}/metrics`);
    expect(response.status).toBe(200);
    return response.text();
  }
});

const WRONG = ['failed', '503'];
/** Labels that the scraper adds, and that of a histogram's buckets. */
const OF_THE_SCRAPER = ['job', 'instance', 'le'];

/** What the rules and the dashboard read: a metric, with each label they tell apart by, and its value where one is named. */
async function askedSeries(): Promise<
  readonly { readonly name: string; readonly labels: readonly string[] }[]
> {
  const docker = join(import.meta.dirname, '../../../docker');
  const files = ['prometheus/openinary.rules.yaml', 'grafana/openinary.json'];
  const texts = await Promise.all(files.map((file) => readFile(join(docker, file), 'utf8')));
  const text = texts.join('\n').replaceAll('\\"', '"');
  return [...text.matchAll(/\b((?:openinary|process|nodejs)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', matchers = '']) => ({
      name,
      labels: [...matchers.matchAll(/(\w+)(=|=~|!=)"([^"]*)"/g)]
        .filter(([, label = '']) => !OF_THE_SCRAPER.includes(label))
        // What goes wrong is told only once it has.
        .map(([, label = '', sign, value = '']) =>
          sign === '=' && !WRONG.includes(value) ? `${label}="${value}"` : `${label}="`,
        ),
    }),
  );
}

function sample(text: string, series: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1));
}
