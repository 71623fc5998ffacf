import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { launchBrowser, openPage, setUp, violationsOf } from './browser.ts';

const PHOTO = join(import.meta.dirname, '../../fixtures/images/photo.jpg');
/** Of names that no phone has room for. */
const FOLDER =
  'Donaudampfschifffahrtsgesellschaft-Archiv/Unterordner der Hauptniederlassung/Freigestellte Abbildungen';
const PAGES = [
  '/media',
  `/media?path=${FOLDER}`,
  '/media?file=photo.jpg',
  '/playground?path=photo.jpg&t=w_100',
  '/jobs',
  '/api-keys',
  '/activity',
  '/settings',
  '/no-such-page',
];
const NARROWEST = 320;
const LOOKS_AGAIN = 3;
/** What has the focus and does not show it by an outline, of itself or of the entry that is marked in it; else empty. */
const WITHOUT_FOCUS_MARK = `(() => {
  const element = document.activeElement;
  const marked = element.querySelector('.active') ?? element;
  const isShown = [element, marked].some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  });
  return isShown ? '' : element.outerHTML.slice(0, 300);
})()`;

/** Gives every page something to show. */
async function fillPages(page: Page, origin: string): Promise<void> {
  const options = { headers: { Origin: origin } };
  const made = await Promise.all([
    page.request.post('/storage/folders', { ...options, data: { path: FOLDER } }),
    page.request.post('/api-keys/create', {
      ...options,
      data: { name: 'Website', expiresIn: 90_000, scopes: ['read'] },
    }),
    page.request.post('/backups', options),
  ]);
  expect(made.map((answer) => answer.status())).toEqual([201, 201, 201]);
}

describe('accessibility of the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startServer({ env: { MODE: 'fullstack' } });
    browser = await launchBrowser();
    ({ page } = await openPage(browser, server, { reducedMotion: 'reduce' }));
  });

  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  const inBothThemes = async (page: Page) => {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Colours are computed anew by the next frame but one.
      await page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
      );
      let violations = await violationsOf(page);
      // A busy browser is late with some: what is wrong stays wrong.
      for (let look = 0; violations.length > 0 && look < LOOKS_AGAIN; look += 1) {
        await page.waitForTimeout(1_000);
        violations = await violationsOf(page);
      }
      found.push(...violations.map((violation) => `${colorScheme} ${violation}`));
    }
    return found;
  };

  it('breaks no rule before one is signed in', async () => {
    await page.goto('/setup');
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    expect(await inBothThemes(page)).toEqual([]);
    await setUp(page);
    const { page: stranger } = await openPage(browser, server);
    await stranger.goto('/login');
    await stranger.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await inBothThemes(stranger)).toEqual([]);
    await stranger.context().close();
    const photo = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await readFile(PHOTO) };
    await page.locator('input[type=file]').first().setInputFiles(photo);
    await page.getByText('1 uploaded').waitFor();
    await fillPages(page, server.url);
  });

  it.each(PAGES)(
    `breaks no rule on %s, light or dark, and needs no sideways scrolling ${NARROWEST} px wide`,
    async (path) => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(path);
      await page.waitForLoadState('networkidle').catch(() => undefined);
      expect(await inBothThemes(page)).toEqual([]);
      // With all in it that has come meanwhile.
      await page.setViewportSize({ width: NARROWEST, height: 640 });
      const width = () =>
        page.evaluate<number>(
          `Math.max(document.documentElement.scrollWidth, document.querySelector('main').scrollWidth)`,
        );
      await expect.poll(width).toBeLessThanOrEqual(NARROWEST);
    },
  );

  it('can be gone through by the keyboard, the focus in sight', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto('/media');
    await page.getByRole('option', { name: /^photo\.jpg/ }).waitFor();
    const focused = page.locator(':focus');
    await page.keyboard.press('Tab');
    await expect.poll(() => focused.textContent()).toContain('Skip to the content');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused.getAttribute('id')).toBe('main');
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate<string>(WITHOUT_FOCUS_MARK)).toBe('');
      if ((await focused.getAttribute('role')) === 'listbox') break;
    }
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'photo.jpg' }).waitFor();
    await page.keyboard.press('F2');
    await page.getByRole('dialog').getByLabel('New name').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'photo.jpg' }).waitFor({ state: 'detached' });
  });

  it('opens a dialog that breaks no rule, keeps the focus and gives it back', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto('/api-keys');
    const opener = page.getByRole('button', { name: 'New key' });
    await opener.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await inBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator(':focus').textContent()).toContain('New key');
  });
});
