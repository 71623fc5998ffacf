import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { RunningServer } from '../../support/server.ts';

const AXE = join(import.meta.dirname, '../../../client/node_modules/axe-core/axe.min.js');

/** The first administrator of every test. */
export const ADMINISTRATOR = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'Correct-Horse-7!',
} as const;

/** Starts the machine's Chromium without anything that talks to the outside. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' });
  return chromium.launch({
    executablePath: executablePath.trim(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that notes what must not happen: errors of the console, and requests to anybody else. */
export interface WatchedPage {
  readonly page: Page;
  readonly errors: readonly string[];
  readonly foreign: readonly string[];
}

/** Opens a page in a profile of its own. */
export async function openPage(
  browser: Browser,
  server: Pick<RunningServer, 'url'>,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    // A refused request is part of some journeys; Chromium reports it as an error of its own.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      errors.push(message.text());
    }
  });
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(server.url)) foreign.push(url);
  });
  return { page, errors, foreign };
}

/** Makes the first administrator by the page that asks for one; the library is open then. */
export async function setUp(page: Page): Promise<void> {
  await page.goto('/');
  await page.waitForURL('**/setup');
  await page.getByLabel('Name').fill(ADMINISTRATOR.name);
  await page.getByLabel('E-mail').fill(ADMINISTRATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: 'Create the administrator' }).click();
  await page.waitForURL('**/media');
}

/** Fills the sign-in form and sends it. */
export async function signIn(page: Page, password: string = ADMINISTRATOR.password): Promise<void> {
  await page.getByLabel('E-mail').fill(ADMINISTRATOR.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Every rule of WCAG 2.2 AA that the page breaks, with the elements that break it. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const violations = await page.evaluate<readonly AxeViolation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html}\n${failureSummary}`),
  );
}
