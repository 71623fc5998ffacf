import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMINISTRATOR, launchBrowser, openPage, setUp } from './browser.ts';

describe('secrets in the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startServer({ env: { MODE: 'fullstack' } });
    browser = await launchBrowser();
    page = (await openPage(browser, server)).page;
    page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  it('hide what is typed, and take what is pasted', async () => {
    await page.goto('/setup');
    const field = page.getByLabel('Password', { exact: true });
    expect(await field.getAttribute('type')).toBe('password');
    expect(await field.getAttribute('autocomplete')).toBe('new-password');
    const name = page.getByLabel('Name');
    await name.fill(ADMINISTRATOR.password);
    await name.press('Control+A');
    await name.press('Control+X');
    await field.press('Control+V');
    expect(await field.inputValue()).toBe(ADMINISTRATOR.password);
    await page.getByRole('button', { name: 'Show the password' }).click();
    await expect.poll(() => field.getAttribute('type')).toBe('text');
  });

  it('are not kept by the browser', async () => {
    await setUp(page);
    for (const path of ['/media', '/api-keys', '/playground', '/settings']) {
      await page.goto(path);
      await page.locator('main').waitFor();
      const kept = await page.evaluate<string>(
        'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
      );
      expect(kept, path).not.toMatch(/token|sk_|password/i);
      expect(kept, path).not.toContain(ADMINISTRATOR.email);
      expect(kept, path).not.toContain(ADMINISTRATOR.password);
    }
  });
});
