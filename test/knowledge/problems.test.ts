import { describe, expect, test } from 'vitest';
import { problemById, problems } from '../../src/knowledge/index.js';
import { documentedTable } from './documented-table.js';

describe('the documented problems', () => {
  test('are exactly the 23 to which the table leads', () => {
    expect(problems).toHaveLength(23);
    expect(problems.map((problem) => problem.id).toSorted()).toEqual([...new Set(documentedTable.map(([, id]) => id))].toSorted());
  });

  test.each(documentedTable)('%s', (text, id) => {
    expect(problemById(id)?.symptoms.map((symptom) => symptom.text)).toContain(text);
  });

  test('wordings that the table gives for one version only carry that version', () => {
    const symptoms = problemById('cloudflare-proxy-check-errors')?.symptoms ?? [];
    const rangeOf = (start: string) => symptoms.find((symptom) => symptom.text.startsWith(start))?.versions;
    expect(rangeOf('WHMCS is running behind')).toEqual({ from: '8.11' });
    expect(rangeOf('WHMCS may be operating behind')).toEqual({ below: '8.11' });
  });

  test.each(problems)('$id is documented and tidy', (problem) => {
    expect(problem.docs).toMatch(/^https:\/\/docs\.whmcs\.com\/troubleshooting\/troubleshoot-authentication\/[a-z-]+$/);
    expect(problem.documentedCause).toMatch(/\S\.$/);
    expect(problem.symptoms.length).toBeGreaterThan(0);
    const texts = problem.symptoms.map((symptom) => symptom.text);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).toBe(text.trim());
    if (problem.unprovable !== undefined) expect(problem.unprovable).toMatch(/\.$/);
  });

  test('three have a page of their own, the others the index', () => {
    const own = problems.filter((problem) => !problem.docs.endsWith('/troubleshooting-authentication')).map((problem) => problem.id);
    expect(own).toEqual(['frequent-logouts', 'access-denied-errors', 'google-remote-linking-failures']);
  });

  test('only what no vantage can show is unprovable', () => {
    expect(problems.filter((problem) => problem.unprovable !== undefined).map((problem) => problem.id)).toEqual([
      'facebook-app-not-setup-errors',
    ]);
  });
});
