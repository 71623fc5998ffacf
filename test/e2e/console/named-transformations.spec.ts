import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { launchBrowser, openPage, setUp, violationsOf, type WatchedPage } from './browser.ts';

const PHOTO = join(import.meta.dirname, '../../fixtures/images/photo.jpg');
/** More than the list shows at once. */
const MANY = 60;

describe('named transformations in the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    server = await startServer({ env: { MODE: 'fullstack' } });
    browser = await launchBrowser();
    watched = await openPage(browser, server, { reducedMotion: 'reduce' });
    page = watched.page;
    page.setDefaultTimeout(20_000);
    await setUp(page);
    const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await readFile(PHOTO) };
    await page.locator('input[type=file]').first().setInputFiles(photo);
    await page.getByText('1 uploaded').waitFor();
    await page.goto('/playground?path=a.jpg&t=w_120,f_webp');
  });

  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  const dialog = () => page.getByRole('dialog');
  const names = () => page.getByRole('region', { name: 'Named transformations' });
  const address = () => page.locator('#address');
  const openDialog = () =>
    page.getByRole('button', { name: 'Save as a named transformation' }).press('Enter');
  const dimensions = () => page.locator('dl').getByText(/^\d+ × \d+$/);

  it('are saved by the keyboard under a name that keeps the rules', async () => {
    await openDialog();
    for (const wrong of ['', 'a b', '_a', 'true', 'x'.repeat(65)]) {
      await dialog().getByLabel('Name').fill(wrong);
      await dialog().getByText(': not yet').first().waitFor({ state: 'attached' });
      expect(await dialog().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    }
    await dialog().getByLabel('Name').fill('card');
    await dialog().getByText('t_card').waitFor();
    expect(await dialog().locator('li.kept').count()).toBe(3);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => address().inputValue()).toBe('/t/t_card/a.jpg');
    await dimensions().getByText('120 ×').waitFor();
    const answer = await fetch(`${server.url}/t/t_card/a.jpg`);
    expect(answer.headers.get('content-type')).toBe('image/webp');
  });

  it('are written in the code of pages as they are', async () => {
    const code = page.locator('pre');
    await code.getByText('/t/t_card/a.jpg').waitFor();
    expect(await code.textContent()).not.toContain('srcset');
  });

  it('are edited, and replaced only after it was said; the result is the new one', async () => {
    await names().getByRole('button', { name: 'Edit card' }).click();
    await page.locator('#parameter-w').fill('64');
    await expect.poll(() => address().inputValue()).toMatch(/w_64/);
    await openDialog();
    expect(await dialog().getByLabel('Name').inputValue()).toBe('card');
    await dialog().getByText('It would be replaced').waitFor();
    await dialog().getByRole('button', { name: 'Replace' }).click();
    await expect.poll(() => address().inputValue()).toBe('/t/t_card/a.jpg');
    await dimensions().getByText('64 ×').waitFor();
    await names().getByText(/w_64/).waitFor();
  });

  it('are used instead of what was built, which comes back when asked for', async () => {
    await page.getByRole('button', { name: 'Write it out' }).click();
    await page.locator('#parameter-w').fill('90');
    await names().getByRole('button', { name: 'Use card' }).click();
    await page.getByText('This step is the named transformation').waitFor();
    expect(await address().inputValue()).toBe('/t/t_card/a.jpg');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.locator('#parameter-w').inputValue()).toBe('90');
  });

  it('stand beside other steps, and are written out where they are known', async () => {
    await page.goto('/playground?path=a.jpg&t=t_card/e_grayscale');
    await page.getByText('This step is the named transformation').waitFor();
    await dimensions().getByText('64 ×').waitFor();
    await page.getByRole('button', { name: 'Write it out' }).click();
    await expect.poll(() => address().inputValue()).toMatch(/^\/t\/[^/]*w_64[^/]*\/e_grayscale\//);
  });

  it('say why the server refuses one', async () => {
    await page.goto('/playground?path=a.jpg&t=w_0');
    await openDialog();
    await dialog().getByLabel('Name').fill('nothing');
    await dialog().getByRole('button', { name: 'Save' }).click();
    const alert = dialog().getByRole('alert');
    await alert.getByText(/Request [\w-]{36}/).waitFor();
    expect(await alert.textContent()).toMatch(/integer/);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await expect
      .poll(() => page.locator(':focus').textContent())
      .toContain('Save as a named transformation');
  });

  it('are found among many', async () => {
    for (let index = 0; index < MANY; index += 1) {
      const answer = await page.request.put(`/named-transformations/size-${index}`, {
        headers: { Origin: server.url },
        data: { transformation: `w_${index + 1}` },
      });
      expect(answer.status()).toBe(200);
    }
    await page.goto('/playground?path=a.jpg&t=t_card');
    await names().getByText('and 11 more').waitFor();
    await names().getByRole('searchbox', { name: 'Find a name' }).fill('E-59');
    await names().getByRole('button', { name: 'Use size-59' }).waitFor();
    expect(await names().getByRole('button', { name: /^Use/ }).count()).toBe(1);
    await names().getByRole('searchbox').fill('');
  });

  it.each(['light', 'dark'] as const)('break no rule of accessibility, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto('/playground?path=a.jpg&t=t_card/w_50');
    await page.getByText('This step is the named transformation').waitFor();
    await names().getByRole('button', { name: 'Use card' }).waitFor();
    const width = await page.evaluate(
      `Math.max(document.documentElement.scrollWidth, document.querySelector('main').scrollWidth)`,
    );
    expect(width).toBeLessThanOrEqual(320);
    expect(await violationsOf(page)).toEqual([]);
    await openDialog();
    await dialog().getByLabel('Name').fill('card');
    await dialog().getByText('It would be replaced').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('are deleted after a question, and then refused', async () => {
    await page.goto('/playground?path=a.jpg&t=t_card');
    await names().getByRole('button', { name: 'Delete card' }).click();
    await page.getByRole('alertdialog').getByText('Delete “card”?').waitFor();
    await page.getByRole('button', { name: 'Delete the name' }).click();
    await page.getByText('which no transformation is named').waitFor();
    await page.locator('section').getByRole('alert').first().waitFor();
    expect((await fetch(`${server.url}/t/t_card/a.jpg`)).status).toBe(400);
    expect(await names().getByRole('button', { name: 'Use card' }).count()).toBe(0);
  });

  it('met no error and asked nobody else', () => {
    expect(watched.errors).toEqual([]);
    expect(watched.foreign).toEqual([]);
  });
});

describe('the console of a server that makes named transformations alone', () => {
  it('shows pictures all the same, and says that an address needs a name', async () => {
    await using server = await startServer({
      env: { MODE: 'fullstack', ALLOWED_TRANSFORMATIONS: 'named' },
    });
    const browser = await launchBrowser();
    try {
      const { page, errors } = await openPage(browser, server, { reducedMotion: 'reduce' });
      page.setDefaultTimeout(20_000);
      await setUp(page);
      const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await readFile(PHOTO) };
      await page.locator('input[type=file]').first().setInputFiles(photo);
      await page.getByText('1 uploaded').waitFor();
      const isDrawn = () =>
        page.evaluate<boolean>(
          `[...document.images].some(({ src, naturalWidth }) => src.includes('a.jpg') && naturalWidth > 0)`,
        );
      await expect.poll(isDrawn, { timeout: 20_000 }).toBe(true);
      await page.goto('/playground?path=a.jpg&t=w_60,f_png');
      await page.locator('dl').getByText('60 ×').waitFor();
      const hint = page.getByText('named transformations alone for everybody');
      await hint.waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Save as a named transformation' }).press('Enter');
      await page.getByRole('dialog').getByLabel('Name').fill('card');
      await page.getByRole('dialog').getByText('t_card').waitFor();
      await page.keyboard.press('Enter');
      await hint.waitFor({ state: 'detached' });
      expect((await fetch(`${server.url}/t/t_card/a.jpg`)).status).toBe(200);
      expect((await fetch(`${server.url}/t/w_60,f_png/a.jpg`)).status).toBe(400);
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
