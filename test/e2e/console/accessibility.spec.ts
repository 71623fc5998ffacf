import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { launchBrowser, openPage, setUp, violationsOf } from './browser.ts';

const PHOTO = join(import.meta.dirname, '../../fixtures/images/photo.jpg');
const PAGES = [
  '/media',
  '/media?file=photo.jpg',
  '/playground?path=photo.jpg&t=w_100',
  '/jobs',
  '/api-keys',
  '/activity',
  '/settings',
  '/no-such-page',
];
const NARROWEST = 320;

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

  const inBothThemes = async () => {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Colours are computed anew by the next frame but one.
      await page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
      );
      found.push(...(await violationsOf(page)).map((violation) => `${colorScheme} ${violation}`));
    }
    return found;
  };

  it('breaks no rule before one is signed in', async () => {
    await page.goto('/setup');
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    expect(await inBothThemes()).toEqual([]);
    await setUp(page);
    const { page: stranger } = await openPage(browser, server);
    await stranger.goto('/login');
    await stranger.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await violationsOf(stranger)).toEqual([]);
    await stranger.context().close();
    const photo = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await readFile(PHOTO) };
    await page.locator('input[type=file]').first().setInputFiles(photo);
    await page.getByText('1 uploaded').waitFor();
  });

  it.each(PAGES)('breaks no rule on %s, light or dark', async (path) => {
    await page.goto(path);
    await page.waitForLoadState('networkidle').catch(() => undefined);
    expect(await inBothThemes()).toEqual([]);
  });

  it.each(PAGES)(`needs no sideways scrolling on %s, ${NARROWEST} px wide`, async (path) => {
    await page.setViewportSize({ width: NARROWEST, height: 640 });
    await page.goto(path);
    await page.locator('main').waitFor();
    const overflow = await page.evaluate(
      `Math.max(document.documentElement.scrollWidth, document.querySelector('main').scrollWidth)`,
    );
    expect(overflow).toBeLessThanOrEqual(NARROWEST);
  });

  it('opens a dialog that breaks no rule, keeps the focus and gives it back', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto('/api-keys');
    const opener = page.getByRole('button', { name: 'New key' });
    await opener.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await inBothThemes()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator(':focus').textContent()).toContain('New key');
  });
});
