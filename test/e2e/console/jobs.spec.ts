import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueueJobList } from '../../../src/queue/queue.dto.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.ts';
import { makeClip } from '../../support/video-clips.ts';
import { launchBrowser, openPage, setUp, type WatchedPage } from './browser.ts';

/** One more than a page of jobs holds. */
const MORE_THAN_A_PAGE = 51;
/** Whether what has the focus can be seen, and the heads of the table too. */
const IN_SIGHT = `[document.activeElement, document.querySelector('thead')].every((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
})`;
/** Long enough to be watched, and to be cancelled before it is made. */
const LONG_SECONDS = 60;
const SMALL = ['-crf', '40'];

describe('the queue in the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let files: TemporaryDirectory;

  beforeAll(async () => {
    server = await startServer({ env: { MODE: 'fullstack', VIDEO_MAX_CONCURRENT: '1' } });
    browser = await launchBrowser();
    watched = await openPage(browser, server);
    page = watched.page;
    page.setDefaultTimeout(20_000);
    files = await temporaryDirectory();
    await setUp(page);
  });

  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    await files[Symbol.asyncDispose]();
  });

  it('shows a video’s job as it goes, cancels it, and lets the next one have its turn', async () => {
    await page.goto('/media');
    const clips = await Promise.all([
      makeClip(files.path, 'long.mp4', {
        width: 1280,
        height: 720,
        duration: LONG_SECONDS,
        more: SMALL,
      }),
      makeClip(files.path, 'short.mp4', { duration: 1 }),
    ]);
    await page.locator('input[type=file]').first().setInputFiles(clips);
    await page.getByText('2 uploaded').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.goto('/playground?path=long.mp4&t=w_1000,f_webm');
    await page.getByText(/Making the video: \d+ %/).waitFor();
    await page.getByRole('link', { name: 'Jobs' }).click();
    const long = page.getByRole('row', { name: 'long.mp4' });
    const progress = long.getByRole('progressbar');
    await expect
      .poll(async () => Number(await progress.getAttribute('aria-valuenow')), { timeout: 60_000 })
      .toBeGreaterThan(0);
    expect((await fetch(`${server.url}/t/w_160/short.mp4`)).status).toBe(202);
    const short = page.getByRole('row', { name: 'short.mp4' });
    await short.waitFor();
    await long.getByRole('button', { name: 'Cancel long.mp4' }).click();
    await long.getByText('Cancelled').waitFor();
    await short.getByText('Done').waitFor({ timeout: 60_000 });
    await long.getByRole('button', { name: 'Delete the job of long.mp4' }).click();
    await page.getByRole('button', { name: 'Delete the job', exact: true }).click();
    await long.waitFor({ state: 'detached' });
  }, 120_000);

  it('tries all failed jobs again at once', async () => {
    const failed = async () => {
      const answer = await page.request.get('/queue/jobs?status=error');
      const { jobs } = (await answer.json()) as QueueJobList;
      return jobs.map(({ completedAt }) => completedAt);
    };
    for (const width of [100, 120]) {
      await fetch(`${server.url}/t/so_100,w_${width}/short.mp4`);
    }
    await page.goto('/jobs');
    await expect.poll(failed, { timeout: 60_000 }).toHaveLength(2);
    const before = await failed();
    await page.getByText('starts at 100 s').nth(1).waitFor();
    await page.getByRole('button', { name: 'Retry all failed' }).click();
    await page.getByText('All failed jobs are in line again.').waitFor();
    await expect
      .poll(async () => (await failed()).filter((time) => !before.includes(time)), {
        timeout: 60_000,
      })
      .toHaveLength(2);
  }, 150_000);

  it('turns pages by the keyboard, with the focus and the first line in sight', async () => {
    for (let width = 0; width < MORE_THAN_A_PAGE; width += 1) {
      const answer = await fetch(`${server.url}/t/w_${200 + 2 * width}/long.mp4`);
      expect(answer.status).toBe(202);
    }
    await page.goto('/jobs');
    await page.getByRole('button', { name: 'Older' }).press('Enter');
    const late = page.getByRole('row', { name: 'long.mp4' }).nth(40);
    await late.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Newer' }).press('Enter');
    await late.waitFor();
    await expect.poll(() => page.locator(':focus').textContent()).toContain('Newer');
    await expect.poll(() => page.evaluate(IN_SIGHT)).toBe(true);
  });

  it('met no error and asked nobody else', () => {
    expect(watched.errors).toEqual([]);
    expect(watched.foreign).toEqual([]);
  });
});
