/** A report of very many findings stays usable: what is long is folded, in portions that a browser can lay out. */
import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { manyFindings } from '../support/many-findings.js';
import { view } from '../support/html-report.js';

const pageOf = (findings: number) => load(renderHtml({ reports: [manyFindings(findings)], unusable: [] }, view));

const large = pageOf(1100);

test('every answer stands in one portion, and every portion is folded', () => {
  const page = large;
  const portions = page('.part.checks .portion');
  expect(portions.toArray().map((each) => page(each).children('summary').text())).toEqual([
    'Answers 1 to 250',
    'Answers 251 to 500',
    'Answers 501 to 750',
    'Answers 751 to 1000',
    'Answers 1001 to 1100',
  ]);
  expect(portions.filter('[open]').length).toBe(0);
  expect(page('.part.checks .portion tr[data-status]').length).toBe(1100);
  expect(page('.part.checks tr[data-status]').length).toBe(1100);
});

test('a few stand in one table', () => {
  const page = pageOf(127);
  expect(page('.portion').length).toBe(0);
  expect(page('.part.checks tr[data-status]').length).toBe(127);
});

test('of reasons why nothing was seen the first are shown, and the rest is folded', () => {
  const page = large;
  const cards = page('.card.unknown');
  expect(cards.length).toBeGreaterThan(100);
  expect(cards.filter((_, each) => page(each).closest('details').length === 0).length).toBe(25);
});
