import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.ts';
import { runProgram } from '../../support/video-clips.ts';
import {
  ADMINISTRATOR,
  launchBrowser,
  openPage,
  setUp,
  signIn,
  type WatchedPage,
} from './browser.ts';

const PHOTO = join(import.meta.dirname, '../../fixtures/images/photo.jpg');
const FILES = 30;
const NEW_PASSWORD = 'Battery-Staple-8!';

describe('a day in the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let files: TemporaryDirectory;
  let key = '';

  const ask = (asked: string) =>
    fetch(`${server.url}/storage`, { headers: { Authorization: `Bearer ${asked}` } });
  const copyKey = async () => {
    const shown = page.getByRole('dialog').locator('code', { hasText: /^sk_\w+$/ });
    const copied = (await shown.textContent()) ?? '';
    await page.getByRole('button', { name: 'I have copied it' }).click();
    return copied;
  };

  beforeAll(async () => {
    server = await startServer({ env: { MODE: 'fullstack' } });
    browser = await launchBrowser();
    watched = await openPage(browser, server);
    page = watched.page;
    page.setDefaultTimeout(20_000);
    files = await temporaryDirectory();
    const holiday = join(files.path, 'holiday');
    await mkdir(holiday);
    const photo = await readFile(PHOTO);
    for (let index = 0; index < FILES; index += 1) {
      await writeFile(join(holiday, `photo-${String(index).padStart(2, '0')}.jpg`), photo);
    }
  });

  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    await files[Symbol.asyncDispose]();
  });

  it('sets up once, and never again', async () => {
    await setUp(page);
    await page.goto('/setup');
    await page.waitForURL('**/media');
    await page.getByText('Nothing here yet').waitFor();
  });

  it('uploads a folder of files, and says why one is refused', async () => {
    await page.locator('input[webkitdirectory]').setInputFiles(join(files.path, 'holiday'));
    await page.getByText(`${FILES} uploaded`).waitFor();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: '<b>notes</b>.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('words'),
      });
    await page.getByText(`${FILES} uploaded, 1 not stored`).waitFor();
    expect(await page.locator('app-upload-dock').getByText('are not stored here').count()).toBe(1);
    expect(await page.locator('b').getByText('notes').count()).toBe(0);
    await page.getByRole('button', { name: 'Done' }).click();
  });

  it('takes files and whole folders that are dropped on it', async () => {
    const dropped = join(files.path, 'dropped');
    await mkdir(join(dropped, 'inside'), { recursive: true });
    for (const name of ['one.jpg', 'inside/two.jpg', 'inside/.DS_Store']) {
      await writeFile(join(dropped, name), await readFile(PHOTO));
    }
    await page.goto('/media');
    await page.getByRole('option', { name: 'holiday' }).waitFor();
    const devtools = await page.context().newCDPSession(page);
    const data = { items: [], files: [dropped, PHOTO], dragOperationsMask: 1 };
    const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      devtools.send('Input.dispatchDragEvent', { type, x: 900, y: 500, data });
    await drag('dragEnter');
    await drag('dragOver');
    await page.getByText(/^Drop /).waitFor();
    await drag('drop');
    await page.getByText('3 uploaded').waitFor();
    await devtools.detach();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('option', { name: /^photo\.jpg / }).waitFor();
    await page.goto('/media?path=dropped/inside');
    await page.getByText('1 item', { exact: true }).waitFor();
    await page.getByRole('option', { name: /^two\.jpg / }).waitFor();
    await page.goto('/media');
  });

  it('finds, renames, tags and moves', async () => {
    await page.getByRole('searchbox', { name: 'Search' }).fill('photo-07');
    await page.getByRole('option', { name: 'photo-07' }).click();
    await page.waitForURL(/file=holiday%2Fphoto-07\.jpg|file=holiday\/photo-07\.jpg/);
    await page.getByRole('textbox', { name: 'Tags' }).fill('harbour');
    await page.getByRole('textbox', { name: 'Tags' }).press('Enter');
    await page.getByRole('button', { name: 'Remove the tag harbour' }).waitFor();
    await page.getByRole('button', { name: 'Actions of this file' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    // The stem is selected when the field gets the focus, so all of it is selected first.
    await page.getByLabel('New name').press('Control+a');
    await page.keyboard.type('harbour.jpg');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByRole('heading', { name: 'harbour.jpg' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.goto('/media?path=holiday');
    await page.getByRole('option', { name: /^harbour\.jpg / }).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Move' }).click();
    await page.getByRole('radio', { name: 'Media (the top)' }).check({ force: true });
    await page.getByRole('button', { name: 'Move here' }).click();
    await page.getByText('1 moved to “Media”.').waitFor();
    await page.goto('/media');
    await page.getByRole('option', { name: /^harbour\.jpg / }).waitFor();
  });

  it('deletes several by the keyboard, and names how many', async () => {
    await page.goto('/media?path=holiday');
    await page.getByRole('option', { name: 'photo-00' }).click();
    await page.getByRole('listbox').press('Shift+ArrowRight');
    await page.getByRole('listbox').press('Shift+ArrowRight');
    await page.getByRole('listbox').press('Delete');
    await page.getByRole('alertdialog').getByText('Delete 3 items?').waitFor();
    await page.getByRole('button', { name: 'Delete 3 items' }).click();
    await page.getByText('3 deleted.').waitFor();
    await page.getByRole('option', { name: 'photo-01' }).waitFor({ state: 'detached' });
  });

  it('builds a transformation, and shows errors at their parameter', async () => {
    await page.goto('/playground?path=harbour.jpg');
    const width = page.locator('#parameter-w');
    await width.fill('120');
    await page.locator('#parameter-f').selectOption('webp');
    await page.getByText('image/webp').waitFor();
    const address = await page.locator('#address').inputValue();
    expect(address).toBe('/t/w_120,f_webp/harbour.jpg');
    const answer = await fetch(server.url + address);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    await width.fill('0');
    await page
      .locator('#parameter-w-wrong')
      .getByText(/integer/)
      .waitFor();
    await page.locator('#address').fill('https://cdn.example/t/w_64,e_grayscale/harbour.jpg');
    await page.locator('#address').press('Enter');
    await page.locator('#parameter-w-wrong').waitFor({ state: 'hidden' });
    expect(await width.inputValue()).toBe('64');
  });

  it('opens the address that it built', async () => {
    const opened = await page.context().newPage();
    const answer = await opened.goto('/t/w_64,e_grayscale/harbour.jpg');
    expect(answer?.headers()['content-type']).toMatch(/^image\//);
    expect(await opened.evaluate('document.images[0].naturalWidth')).toBe(64);
    await opened.close();
  });

  it('hands out a selection as a ZIP', async () => {
    await page.goto('/media?path=holiday');
    await page.getByRole('option', { name: 'photo-10' }).click();
    await page.getByRole('option', { name: 'photo-12' }).click({ modifiers: ['Shift'] });
    const download = page.waitForEvent('download');
    await page.getByRole('toolbar').getByRole('button', { name: 'Download' }).click();
    const saved = await (await download).path();
    const listing = await runProgram('python3', ['-m', 'zipfile', '-l', saved]);
    expect(listing.match(/photo-1[012]\.jpg/g)).toHaveLength(3);
  });

  it('makes a backup, checks it and hands it out', async () => {
    await page.goto('/settings');
    await page.getByText('3D models').waitFor({ state: 'detached' });
    await page.getByText('Images', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('button', { name: /^Check auth_backup_/ }).click();
    await page.getByText('sound', { exact: true }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Download auth_backup_/ }).click();
    expect((await download).suggestedFilename()).toMatch(/^auth_backup_\d+_\d+\.zip$/);
    const backups = join(server.dataDirectory, 'backups');
    for (const name of await readdir(backups))
      if (name.startsWith('openinary_backup_')) await rm(join(backups, name));
    await page.getByRole('button', { name: /^Check auth_backup_/ }).click();
    await page.getByText('accounts alone', { exact: true }).waitFor();
    await page.getByText(/is sound, but openinary_backup_\S+ is not beside it/).waitFor();
  });

  it('creates a key that works, disables it and sees it refused', async () => {
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'Create the first key' }).click();
    await page.getByLabel('Name').fill('Website');
    await page.getByRole('button', { name: 'Create the key' }).click();
    key = await copyKey();
    expect((await ask(key)).status).toBe(200);
    await page.getByRole('switch', { name: 'Website' }).click();
    await page.getByText('is disabled').waitFor();
    expect((await ask(key)).status).toBe(401);
  });

  it('replaces a key by one with the same rights', async () => {
    await page.goto('/api-keys');
    await page.getByRole('switch', { name: 'Website' }).click();
    await page.getByText('is enabled').waitFor();
    expect((await ask(key)).status).toBe(200);
    await page.getByRole('button', { name: 'Actions of Website' }).click();
    await page.getByRole('menuitem', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate', exact: true }).click();
    const successor = await copyKey();
    expect(successor).not.toBe(key);
    expect((await ask(successor)).status).toBe(200);
    expect((await ask(key)).status).toBe(401);
    await page.getByRole('switch', { name: 'Website' }).nth(1).waitFor();
  });

  it('shows what happened', async () => {
    await page.goto('/activity');
    await page.getByRole('cell', { name: 'Key refused' }).first().waitFor();
    await page.getByLabel('Event', { exact: true }).selectOption('asset.moved');
    await page.getByRole('cell', { name: 'Asset moved' }).first().waitFor();
    await page.getByRole('cell', { name: 'Key refused' }).waitFor({ state: 'detached' });
  });

  it('changes the password, signs out, and in again with the new one only', async () => {
    await page.goto('/settings');
    await page.getByLabel('Current password').fill(ADMINISTRATOR.password);
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed.').waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/login');
    await signIn(page);
    await page.getByRole('alert').waitFor();
    await signIn(page, NEW_PASSWORD);
    await page.waitForURL('**/media');
  });

  it('asked nobody else for anything and met no error', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});
