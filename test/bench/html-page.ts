/** The HTML page of very many findings in a browser: prints one JSON line for each figure. Run by test/bench/formats.js inside the laboratory's namespaces. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { renderHtml } from '../../src/report/html.js';
import { view } from '../support/html-report.js';
import { manyFindings } from '../support/many-findings.js';

/** What a person takes for quick: of a page, https://web.dev/articles/lcp; of an answer to a click or a key, https://web.dev/articles/inp. */
const quick = { pageMs: 2500, answerMs: 200 };
const findings = 10_000;
const rounds = 5;

declare const requestAnimationFrame: (then: () => void) => void;
declare const document: {
  querySelector(selector: string): { readonly textContent: string } | null;
  querySelectorAll(selector: string): { readonly length: number };
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Until the picture after the act is drawn, ms. */
async function answer(page: Page, act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await act();
  await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return performance.now() - began;
}

/** Without the waits of a test's own click, which looks whether the place is steady. */
function clicked(page: Page, selector: string): Promise<void> {
  return page.locator(selector).evaluate((element: { click(): void }) => element.click());
}

const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-bench-'));
const file = join(folder, 'report.html');
writeFileSync(file, renderHtml({ reports: [manyFindings(findings)], unusable: [] }, { ...view, show: 'all' }));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
try {
  const [pages, opened, filters, unfolded]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const page = await browser.newPage();
    const began = performance.now();
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    pages.push(await answer(page, async () => {}).then(() => performance.now() - began));
    opened.push(await answer(page, () => clicked(page, '.part.checks > details > summary')));
    filters.push(
      await answer(page, async () => {
        await page.locator('#filter').fill('shop-4711/');
        await page.waitForFunction(() => /^1 of \d+ are shown$/.test(document.querySelector('.filter [role=status]')?.textContent ?? ''));
      }),
    );
    if ((await page.locator('.part.checks tbody tr:visible').count()) !== 1) throw new Error('the filter does not show what it found');
    await page.locator('#filter').fill('');
    unfolded.push(await answer(page, () => clicked(page, 'button[data-fold=open]')));
    const folded = await page.evaluate(() => document.querySelectorAll('details:not([open])').length);
    if (folded > 0) throw new Error(`${folded} parts are folded still`);
    await page.close();
  }
  const rows = [
    [`html of ${findings.toLocaleString('en')} findings in Chromium: until it is there`, median(pages), quick.pageMs],
    ['the same: until all checks are open', median(opened), quick.answerMs],
    ['the same: until the filter has answered', median(filters), quick.answerMs],
    ['the same: until all is unfolded', median(unfolded), null],
  ] as const;
  for (const [figure, value, bound] of rows) console.log(JSON.stringify({ figure, value, bound, unit: 'ms' }));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
