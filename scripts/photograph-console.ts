import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp, { type Region } from 'sharp';
import { launchBrowser, openPage, setUp } from '../test/e2e/console/browser.ts';
import { startServer, type RunningServer } from '../test/support/server.ts';
import { temporaryDirectory } from '../test/support/temporary-directory.ts';
import { runProgram } from '../test/support/video-clips.ts';

// Photographs the console's pages as the built product shows them, with real pictures in it:
//   node scripts/photograph-console.ts             the pictures of the docs
//   node scripts/photograph-console.ts DIRECTORY   every page at three widths, light and dark
const PHOTOGRAPH = join(import.meta.dirname, '../bench/inputs/photograph-2mp.jpg');
const DOCS = join(import.meta.dirname, '../docs/images');
const WIDTHS = { 360: 740, 768: 1024, 1440: 900 } as const;
const THEMES = ['light', 'dark'] as const;
const SETTLE_MS = 700;

/** Parts of the one photograph that are pictures of their own. */
const PICTURES: Readonly<Record<string, Region>> = {
  'waterfall.jpg': { left: 1130, top: 60, width: 470, height: 840 },
  'plain at dusk.jpg': { left: 0, top: 240, width: 780, height: 300 },
  'footbridge.jpg': { left: 40, top: 700, width: 900, height: 380 },
  'clouds.jpg': { left: 0, top: 0, width: 820, height: 440 },
  'moss.jpg': { left: 620, top: 680, width: 420, height: 250 },
  'ridge.jpg': { left: 900, top: 160, width: 460, height: 340 },
  'light.jpg': { left: 240, top: 780, width: 280, height: 280 },
  'spray.jpg': { left: 960, top: 780, width: 640, height: 300 },
  'stream.jpg': { left: 380, top: 560, width: 460, height: 340 },
};

interface Shot {
  readonly name: string;
  readonly path: string;
  /** What is to be done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const SHOTS: readonly Shot[] = [
  { name: 'media', path: '/media?path=iceland' },
  { name: 'media-top', path: '/media' },
  { name: 'media-list', path: '/media?path=iceland', prepare: (page) => asList(page) },
  { name: 'asset', path: '/media?path=iceland&file=iceland/waterfall.jpg' },
  {
    name: 'playground',
    path: '/playground?path=iceland/waterfall.jpg&t=w_480,h_480,c_fill,g_auto,r_40,f_webp',
    prepare: async (page) => page.getByText('image/webp').first().waitFor(),
  },
  { name: 'jobs', path: '/jobs' },
  { name: 'api-keys', path: '/api-keys' },
  {
    name: 'new-key',
    path: '/api-keys',
    prepare: async (page) => page.getByRole('button', { name: 'New key' }).click(),
  },
  { name: 'activity', path: '/activity' },
  { name: 'settings', path: '/settings' },
];

await using server = await startServer({ env: { MODE: 'fullstack' } });
const browser = await launchBrowser();
const target = process.argv[2];
try {
  const { page } = await openPage(browser, server);
  if (target !== undefined) {
    await mkdir(target, { recursive: true });
    await page.goto('/setup');
    await shootEverywhere(page, 'setup', target);
  }
  await setUp(page);
  await fill(page, server);
  const state = await page.context().storageState();
  if (target === undefined) await shootForDocs(browser, state);
  else await shootAll(browser, state, target);
} finally {
  await browser.close();
}

type State = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

async function shootAll(browser: Browser, storageState: State, directory: string): Promise<void> {
  const { page: stranger } = await openPage(browser, server);
  await stranger.goto('/login');
  await shootEverywhere(stranger, 'login', directory);
  for (const shot of SHOTS) {
    const { page } = await openPage(browser, server, { storageState });
    await show(page, shot);
    await shootEverywhere(page, shot.name, directory);
    await page.context().close();
  }
}

async function shootEverywhere(page: Page, name: string, directory: string): Promise<void> {
  for (const [width, height] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width: Number(width), height });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({ path: join(directory, `${name}-${width}-${colorScheme}.png`) });
    }
  }
}

async function shootForDocs(browser: Browser, storageState: State): Promise<void> {
  const wanted = [
    ['media', 'light'],
    ['playground', 'dark'],
    ['jobs', 'light'],
  ] as const;
  for (const [name, colorScheme] of wanted) {
    const shot = SHOTS.find((one) => one.name === name);
    if (shot === undefined) continue;
    const { page } = await openPage(browser, server, {
      storageState,
      colorScheme,
      viewport: { width: 1280, height: 800 },
    });
    await show(page, shot);
    const picture = await page.screenshot();
    await sharp(picture)
      .webp({ quality: 82, effort: 6 })
      .toFile(join(DOCS, `console-${name}.webp`));
    await page.context().close();
  }
}

async function show(page: Page, { path, prepare }: Shot): Promise<void> {
  await page.goto(path);
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  await prepare?.(page);
  await page.waitForTimeout(3 * SETTLE_MS);
}

async function asList(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'List' }).click();
}

/** Puts something on every page: pictures, tags, videos with jobs, keys and a backup. */
async function fill(page: Page, { url }: RunningServer): Promise<void> {
  const headers = { Origin: url };
  const send = async (folder: string, name: string, buffer: Buffer, mimeType: string) => {
    const answer = await page.request.post('/upload', {
      headers,
      multipart: { folder, files: { name, mimeType, buffer } },
    });
    if (!answer.ok()) throw new Error(`${name}: ${answer.status()} ${await answer.text()}`);
  };
  for (const [name, region] of Object.entries(PICTURES)) {
    const picture = await sharp(PHOTOGRAPH).extract(region).jpeg({ quality: 88 }).toBuffer();
    await send('iceland', name, picture, 'image/jpeg');
    if (name > 'r') await send('shop', name, await sharp(picture).flop().toBuffer(), 'image/jpeg');
  }
  await using clips = await temporaryDirectory();
  for (const [name, seconds] of [
    ['flight.mp4', 4],
    ['river.mp4', 20],
    ['walk.mp4', 30],
  ] as const) {
    const file = join(clips.path, name);
    await film(PICTURES['footbridge.jpg'], seconds, file);
    await send('films', name, await readFile(file), 'video/mp4');
  }
  for (const name of ['waterfall.jpg', 'ridge.jpg', 'light.jpg']) {
    await page.request.patch(`/storage/iceland/${encodeURIComponent(name)}`, {
      headers,
      data: { tags: ['landscape', 'cover'] },
    });
  }
  for (const data of [
    { name: 'Website', scopes: ['read', 'write'], rateLimit: 600 },
    { name: 'Nightly import', scopes: ['write'], expiresIn: 9 * 86_400 },
    { name: 'Newsletter', scopes: ['read'], expiresIn: 180 * 86_400 },
  ]) {
    const answer = await page.request.post('/api-keys/create', { headers, data });
    if (!answer.ok()) throw new Error(await answer.text());
  }
  await page.request.post('/backups', { headers });
  for (const path of [
    '/t/w_320/films/flight.mp4',
    '/t/w_640,f_webm/films/river.mp4',
    '/t/w_480,h_480,c_fill/films/walk.mp4',
    '/t/w_800/films/walk.mp4',
  ]) {
    await page.request.get(path, { headers });
  }
}

/** A slow way into a part of the photograph. */
async function film(region: Region | undefined, seconds: number, file: string): Promise<void> {
  const still = `${file}.png`;
  const picture = sharp(PHOTOGRAPH);
  await (region === undefined ? picture : picture.extract(region)).png().toFile(still);
  const motion = `scale=1920:1080,zoompan=z='min(1+0.0015*on,1.6)':x='iw/4':y='ih/3':d=1:s=960x540:fps=25`;
  await runProgram('ffmpeg', [
    ...['-v', 'error', '-y', '-loop', '1', '-i', still, '-t', String(seconds), '-vf', motion],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '30', '-pix_fmt', 'yuv420p', file],
  ]);
}
