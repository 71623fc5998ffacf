import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { launchBrowser, openPage, setUp, signIn, type WatchedPage } from './browser.ts';

const PHOTO = join(import.meta.dirname, '../../fixtures/images/photo.jpg');
/** What must be shown as text, whatever it says: markup, emoji, right-to-left, 255 bytes. */
const NAMES = [
  '<img src=x onerror=window.hacked=1>.jpg',
  '🦊 & “quotes” 100%.jpg',
  'תמונה של הים.jpg',
  `${'long name '.repeat(25)}l.jpg`,
] as const;
/** How far the longest line of the list of uploads, with its buttons, is out of sight. */
const DOCK_OVERFLOW = `(() => {
  const list = document.querySelector('app-upload-dock cdk-virtual-scroll-viewport');
  return list.scrollWidth - list.clientWidth;
})()`;
const SLOW_BYTES_PER_SECOND = 300_000;

describe('the console in trouble', () => {
  let env: Readonly<Record<string, string>>;
  let server: RunningServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let photo: Buffer;

  beforeAll(async () => {
    photo = await readFile(PHOTO);
    env = { MODE: 'fullstack', MAX_FILE_SIZE_MB: '1', PORT: String(await freePort()) };
    server = await startServer({ env });
    browser = await launchBrowser();
    watched = await openPage(browser, server);
    page = watched.page;
    page.setDefaultTimeout(30_000);
    await setUp(page);
  });

  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  const send = (files: readonly { readonly name: string; readonly buffer: Buffer }[]) =>
    page
      .locator('input[type=file]')
      .first()
      .setInputFiles(files.map((file) => ({ mimeType: 'image/jpeg', ...file })));
  const finishUploads = () => page.getByRole('button', { name: 'Done' }).click();

  it('shows names as text, whatever they hold', async () => {
    await send(NAMES.map((name) => ({ name, buffer: photo })));
    await page.getByText(`${NAMES.length} uploaded`).waitFor();
    expect(await page.evaluate(DOCK_OVERFLOW)).toBe(0);
    await finishUploads();
    for (const name of NAMES) {
      await page.goto(`/media?file=${encodeURIComponent(name)}`);
      await page.getByRole('heading', { name, exact: true }).waitFor();
      await page
        .getByRole('option', { name: name.slice(0, 40) })
        .first()
        .waitFor();
    }
    await page.goto(`/media?file=${encodeURIComponent(NAMES[0])}`);
    await page.getByRole('button', { name: 'Actions of this file' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByText(`Delete “${NAMES[0]}”?`).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1440);
  });

  it('says of each refused file why, and stores the others', async () => {
    await page.goto('/media');
    await send([
      { name: 'words.txt', buffer: Buffer.from('words') },
      { name: 'no-picture.jpg', buffer: Buffer.from('no picture at all') },
      { name: 'empty.jpg', buffer: Buffer.alloc(0) },
      { name: 'large.jpg', buffer: Buffer.concat([photo, Buffer.alloc(1_500_000)]) },
      { name: 'fine.jpg', buffer: photo },
    ]);
    const dock = page.getByRole('region', { name: 'Uploads' });
    await dock.getByText('1 uploaded, 4 not stored').waitFor();
    const reasons = await dock.locator('p.wrong').allTextContents();
    expect(reasons).toHaveLength(4);
    expect(new Set(reasons.map((reason) => reason.trim())).size).toBe(4);
    expect(await dock.locator('p.wrong').first().getAttribute('title')).toMatch(
      /request [\w-]{36}/,
    );
    await finishUploads();
  });

  it('sends to sign-in when the session has ended, and back to the same place', async () => {
    await page.goto('/media?file=fine.jpg&sort=-size');
    await page.getByRole('heading', { name: 'fine.jpg' }).waitFor();
    // It ends under the very request that the click makes: one of the console's own could notice it before.
    const metadata = /\/storage\/.*\/metadata$/;
    await page.route(metadata, async (route) => {
      await page.context().clearCookies();
      await route.continue();
    });
    await page.getByRole('option', { name: /^תמונה/ }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.unroute(metadata);
    await signIn(page);
    await page.getByRole('heading', { name: NAMES[2] }).waitFor();
    expect(page.url()).toContain('sort=-size');
  });

  it('takes no dialog along to sign-in, and goes back to what was set in the playground', async () => {
    await page.goto('/playground?path=fine.jpg&t=w_50');
    await page.locator('#parameter-w').fill('51');
    await page.waitForURL('**/playground?**w_51');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Save as a named transformation' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('teaser');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await signIn(page);
    await page.waitForURL('**/playground?**w_51');
  });

  it('says on a low screen why a key is not made, in sight of its button, which keeps the focus', async () => {
    await page.setViewportSize({ width: 375, height: 560 });
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'New key' }).click();
    // Opened, it takes the focus.
    await page.locator('mat-dialog-container :focus').waitFor();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Website');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Create the key' }).press('Enter');
    const reason = page.getByRole('dialog').getByText('Check the connection');
    await reason.waitFor();
    // How far it is from its place above the buttons, which it is scrolled to.
    const hidden = async () => {
      const text = await reason.boundingBox();
      const actions = await page.locator('mat-dialog-actions').boundingBox();
      return (text?.y ?? 0) + (text?.height ?? 0) - (actions?.y ?? 0);
    };
    await expect.poll(hidden, { timeout: 10_000 }).toBeLessThanOrEqual(0);
    await expect
      .poll(() => page.locator(':focus').textContent(), { timeout: 10_000 })
      .toContain('Create the key');
    await page.context().setOffline(false);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('says that the network is away, and goes on when it is back', async () => {
    await page.goto('/media');
    await page.getByRole('option', { name: /^fine\.jpg/ }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('searchbox', { name: 'Search' }).fill('fine');
    await page.getByText('The server can’t be reached').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('1 item', { exact: true }).waitFor();
  });

  it('goes on with uploads by itself when the server has been restarted', async () => {
    await page.goto('/media');
    await page.getByRole('option', { name: /^fine\.jpg/ }).waitFor();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: SLOW_BYTES_PER_SECOND,
    });
    const large = Buffer.concat([photo, Buffer.alloc(600_000)]);
    const names = ['restart-1.jpg', 'restart-2.jpg', 'restart-3.jpg', 'restart-4.jpg'];
    await send(names.map((name) => ({ name, buffer: large })));
    const dock = page.getByRole('region', { name: 'Uploads' });
    await dock
      .getByText(/^\s*[1-9]\d? %\s*$/)
      .first()
      .waitFor();
    await server.kill();
    await dock.getByText('goes on by itself').first().waitFor();
    server = await startServer({ env, dataDirectory: server.dataDirectory });
    await dock.getByText('4 uploaded').waitFor({ timeout: 60_000 });
    await devtools.detach();
    await finishUploads();
    await page.getByRole('searchbox', { name: 'Search' }).fill('restart-');
    await page.getByText('4 items', { exact: true }).waitFor();
  });

  it('ends the session in every tab at once', async () => {
    const other = await page.context().newPage();
    await other.goto('/jobs');
    await other.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.waitForURL('**/login?**');
    await signIn(page);
    await page.waitForURL('**/media**');
    await other.waitForURL('**/jobs');
    await other.close();
  });

  it('says when there are too many attempts, and never which part was wrong', async () => {
    const { page: stranger } = await openPage(browser, server);
    await stranger.goto('/login');
    const alert = stranger.getByRole('alert');
    await signIn(stranger, 'Wrong-Horse-7!');
    await alert.waitFor();
    expect(await alert.textContent()).not.toMatch(/no such|unknown|not found/i);
    await expect
      .poll(
        async () => {
          await signIn(stranger, 'Wrong-Horse-7!');
          await stranger.getByRole('button', { name: 'Sign in' }).waitFor();
          return alert.textContent();
        },
        { timeout: 50_000, interval: 50 },
      )
      .toContain('Too many requests');
    await stranger.context().close();
  });

  it('ran no script of a name and broke no rule of its own', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

describe('a console whose server is busy', () => {
  it('says so, with the request’s id', async () => {
    await using server = await startServer({
      env: { MODE: 'fullstack', RENDER_CONCURRENCY: '1', RENDER_QUEUE_MAX: '0' },
    });
    const browser = await launchBrowser();
    try {
      const { page } = await openPage(browser, server);
      await setUp(page);
      const buffer = await readFile(PHOTO);
      const file = { name: 'a.jpg', mimeType: 'image/jpeg', buffer };
      await page.locator('input[type=file]').first().setInputFiles(file);
      await page.getByText('1 uploaded').waitFor();
      const isOver = new AbortController();
      const busy = keepBusy(server, isOver.signal);
      await page.goto('/playground?path=a.jpg&t=w_321,f_webp');
      const alert = page.locator('app-problem-notice');
      await alert.getByText('The server is too busy').waitFor();
      expect(await alert.textContent()).toMatch(/Request [\w-]{36}/);
      isOver.abort();
      await busy;
      await page.locator('#parameter-w').fill('322');
      await page.getByText('image/webp').first().waitFor();
    } finally {
      await browser.close();
    }
  });
});

/** Asks for one slow render after the other, so that the only slot is never free for long. */
async function keepBusy(server: RunningServer, isOver: AbortSignal): Promise<void> {
  const work = async (lane: number) => {
    for (let step = 0; !isOver.aborted; step += 1) {
      const width = 1600 - 7 * step - lane;
      const answer = await fetch(`${server.url}/t/w_${width},f_avif,q_100/a.jpg`);
      await answer.arrayBuffer();
      // The other lane has the slot: who asks without a pause takes the processor from it.
      if (answer.status === 503) await sleep(20);
    }
  };
  await Promise.all([work(0), work(3)]);
}
