/** The HTML report in a browser: nothing is loaded, nothing runs but its own script, everybody can use it, everywhere. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { filledReport, filledSeveral, view } from '../support/html-report.js';
import { hostile } from '../support/sample-report.js';
import { runProgram } from './doctor.js';

/** What is used of the browser's world: the functions below that get a page run there. */
interface Element {
  open: boolean;
  readonly className: string;
  readonly outerHTML: string;
  readonly textContent: string;
  readonly tagName: string;
  readonly clientWidth: number;
  readonly scrollWidth: number;
  matches(selector: string): boolean;
  closest(selector: string): Element | null;
  checkVisibility(how?: { readonly contentVisibilityAuto: boolean; readonly visibilityProperty: boolean }): boolean;
  getClientRects(): { readonly length: number };
}
declare const document: {
  readonly documentElement: Element;
  readonly activeElement: Element | null;
  querySelectorAll(selector: string): Iterable<Element> & { forEach(each: (element: Element) => void): void };
};
declare const getComputedStyle: (element: Element) => { readonly display: string; readonly outlineStyle: string };
declare const navigator: { readonly clipboard: { readText(): Promise<string> } };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const samples = ['demo', 'hostile', 'several', 'unusable'] as const;
type Sample = (typeof samples)[number];

/** What would run or load, were any of it taken for markup. */
const attack = `${hostile}"><img src="http://evil.example/a.png" onerror="document.title='owned'"><script src="http://evil.example/b.js"></script><style>@import "http://evil.example/c.css"</style><iframe src="http://evil.example/d"></iframe></title></svg><svg onload="document.title='owned'">`;

let folder = '';
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'html-'));
  const demo = await runProgram(['demo', '-f', 'html']);
  expect(demo.stderr).toBe('');
  const texts: Record<Sample, string> = {
    demo: demo.stdout,
    hostile: renderHtml({ reports: [filledReport(attack)], unusable: [] }, view),
    several: renderHtml(filledSeveral(attack), view),
    unusable: renderHtml({ reports: [], unusable: [{ target: '/nowhere', message: 'there is no such folder', exitCode: 64 }] }, view),
  };
  for (const name of samples) writeFileSync(fileOf(name), texts[name]);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const fileOf = (name: Sample): string => join(folder, `${name}.html`);

/** Opens it; `heard` gets every message, error and request but for the file itself. */
async function open(
  name: Sample,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly heard: readonly string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(fileOf(name)).href) heard.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(fileOf(name)).href, { waitUntil: 'load' });
  return { page, heard };
}

const width = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

describe.each(samples)('%s', (name) => {
  test('loads nothing, complains of nothing, and runs nothing of others', async () => {
    const { page, heard } = await open(name);
    await page.waitForTimeout(200);
    expect(heard).toEqual([]);
    expect(await page.title()).toContain('(whmcs-doctor)');
    expect(await page.evaluate(() => document.documentElement.className)).toBe('js');
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('has no obstacle that axe knows, %s', async (colorScheme) => {
    // the page's own policy would keep axe out
    const { page } = await open(name, { colorScheme, bypassCSP: true });
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { axe: run } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await run.run();
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map((node) => node.html.slice(0, 200))
            .join(' | ')}`,
      );
    });
    expect(violations).toEqual([]);
    await page.context().close();
  });

  test('fits on a phone, all of it', async () => {
    const { page } = await open(name, { viewport: { width: 360, height: 740 } });
    expect(await width(page)).toBeLessThanOrEqual(360);
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
    expect(await width(page)).toBeLessThanOrEqual(360);
    await page.context().close();
  });

  test('is whole on paper: nothing is folded or cut off', async () => {
    const { page } = await open(name, { javaScriptEnabled: false, viewport: { width: 720, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    const hidden = await page.evaluate(() => {
      const shown = (element: Element): boolean =>
        element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && element.getClientRects().length > 0;
      return [
        ...document.querySelectorAll(
          'main h1, main h2, main h3, main h4, main p, main li, main dd, main td:not(:empty), main tbody th, main pre, main svg.drawing',
        ),
      ]
        .filter((element) => element.closest('.filter') === null && !shown(element))
        .map((element) => element.outerHTML.slice(0, 100));
    });
    expect(hidden).toEqual([]);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter(
          (element) =>
            element.closest('svg') === null &&
            !element.matches('.unseen') &&
            element.scrollWidth > element.clientWidth + 1 &&
            getComputedStyle(element).display !== 'inline',
        )
        .map((element) => element.outerHTML.slice(0, 100)),
    );
    expect(cut).toEqual([]);
    expect(await width(page)).toBeLessThanOrEqual(720);
    await page.context().close();
  });
});

test('without its script it says the same, and has no button that would do nothing', async () => {
  const [withIt, without] = [await open('demo'), await open('demo', { javaScriptEnabled: false })];
  const text = ({ page }: typeof withIt): Promise<string | null> => page.locator('main').textContent();
  expect(await text(without)).toBe(await text(withIt));
  expect(await without.page.getByRole('button').count()).toBe(0);
  expect(await without.page.locator('.filter').isVisible()).toBe(false);
  await without.page.locator('summary').first().click();
  expect(
    await without.page
      .locator('details')
      .first()
      .evaluate((each: Element) => each.open),
  ).toBe(true);
  for (const { page } of [withIt, without]) await page.context().close();
});

test('the keyboard reaches everything in order, and opens what is folded', async () => {
  const { page } = await open('demo');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the report');
  const expected = await page.evaluate(() =>
    [...document.querySelectorAll('a[href], button, summary, input')]
      .filter((each) => each.checkVisibility())
      .map((each) => each.textContent || each.tagName),
  );
  const reached = ['To the report'];
  const unseen: string[] = [];
  for (let count = 1; count < expected.length; count++) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const element = document.activeElement as Element;
      return { name: element.textContent || element.tagName, outline: getComputedStyle(element).outlineStyle };
    });
    reached.push(now.name);
    if (now.outline === 'none') unseen.push(now.name);
  }
  expect(reached).toEqual(expected);
  expect(unseen).toEqual([]);

  const folded = page.locator('details').last();
  await folded.locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await folded.evaluate((each: Element) => each.open)).toBe(true);
  await page.context().close();
});

test('its script copies, folds and filters', async () => {
  const { page, heard } = await open('demo', { permissions: ['clipboard-read', 'clipboard-write'] });
  const command = page.locator('.command').first();
  await command.getByRole('button').click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(await command.locator('code').textContent());
  await expect.poll(() => page.locator('#said').textContent()).toBe('Copied');

  const open_ = (): Promise<number> => page.locator('details[open]').count();
  await page.getByRole('button', { name: 'Expand all' }).click();
  expect(await open_()).toBe(await page.locator('details').count());

  await page.getByLabel('Show those with').fill('clock behind');
  await expect.poll(() => page.locator('.part.checks tbody tr:visible').count()).toBeLessThan(10);
  expect(await page.locator('.part.checks tbody tr:visible').first().textContent()).toContain('clock');
  expect(await page.locator('.filter [role=status]').textContent()).toMatch(/^\d+ of \d+ are shown$/);
  await page.getByLabel('Show those with').fill('');
  for (const status of ['failed', 'warning', 'skipped']) await page.locator('.filter').getByLabel(status).uncheck();
  await expect.poll(() => page.locator('.part.checks tbody tr:visible').count()).toBe(93);

  await page.getByRole('button', { name: 'Collapse all' }).click();
  expect(await open_()).toBe(0);
  expect(heard).toEqual([]);
  await page.context().close();
});

test('a link into a folded part opens it', async () => {
  const { page } = await open('several');
  const folded = page.locator('section.target > details');
  expect(await folded.evaluate((each: Element) => each.open)).toBe(false);
  await page.goto(`${pathToFileURL(fileOf('several')).href}#target-2-problems`);
  await expect.poll(() => folded.evaluate((each: Element) => each.open)).toBe(true);
  await page.context().close();
});

test('a saved report becomes the same page', async () => {
  const [page, json] = [await runProgram(['demo', '-f', 'html']), await runProgram(['demo', '-f', 'json'])];
  const rendered = await runProgram(['render', '-', '-f', 'html'], json.stdout);
  const steady = (text: string): string => text.replace(/\d+(?:\.\d+)? (?:ms|s)\b/g, '');
  expect(steady(rendered.stdout)).toBe(steady(page.stdout));
  expect(rendered.status).toBe(0);
});
