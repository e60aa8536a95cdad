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

interface Element {
  value: string;
  readonly textContent: string;
  click(): void;
  dispatchEvent(event: unknown): void;
}
declare const requestAnimationFrame: (then: () => void) => void;
declare const document: {
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): { readonly length: number };
};
declare const Event: new (type: string, how: { readonly bubbles: boolean }) => unknown;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/**
 * From a click on `selector`, or from `typed` in it, until the picture after that is drawn, in ms: measured inside of the page, whose every element
 * the browser's driver would look at first. `said`: what its line of status then says.
 */
function answer(page: Page, selector: string, typed: string | null = null, said = ''): Promise<number> {
  return page.evaluate(
    async ([selector, typed, said]) => {
      const element = document.querySelector(selector);
      if (element === null) throw new Error(`there is no ${selector}`);
      const began = performance.now();
      const picture = (): Promise<void> => new Promise((done) => requestAnimationFrame(done));
      if (typed === null) element.click();
      else {
        element.value = typed;
        element.dispatchEvent(new Event('input', { bubbles: true }));
      }
      const status = (): string => document.querySelector('.filter [role=status]')?.textContent ?? '';
      do await picture();
      while (!status().startsWith(said));
      await picture();
      return performance.now() - began;
    },
    [selector, typed, said] as const,
  );
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
    await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(done)));
    pages.push(performance.now() - began);
    opened.push(await answer(page, '.part.checks > details > summary'));
    filters.push(await answer(page, '#filter', 'shop-4711/', '1 of '));
    if ((await page.locator('.part.checks tbody tr:visible').count()) !== 1) throw new Error('the filter does not show what it found');
    await answer(page, '#filter', '');
    await page.waitForFunction(() => document.querySelector('.filter [role=status]')?.textContent === '');
    unfolded.push(await answer(page, 'button[data-fold=open]'));
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
