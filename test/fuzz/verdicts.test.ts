/** The same facts are judged alike, however they come: in any order, read again, through a bundle, a second time. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packBundle, packDocument, unpackBundle } from '../../src/host/bundle.js';
import type { Bundle } from '../../src/host/bundle-document.js';
import type { Report } from '../../src/model.js';
import { parseJson } from '../../src/parse/json.js';
import { worstExitCode } from '../../src/logic/worst-exit-code.js';
import { demo, demoReport } from '../support/demo-report.js';
import { healthy } from '../support/fault-situations.js';
import { bundleOf } from '../support/bundle-of.js';
import { holds } from './harness.js';

/** What was found, without the times that judging took. */
function found({ findings, problems, counts, verdict, exitCode }: Report): unknown {
  return JSON.parse(
    JSON.stringify({ findings, problems, counts, verdict, exitCode }, (key, value: unknown) => (key === 'durationMs' ? undefined : value)),
  );
}

const well = bundleOf(healthy);
/** Facts of the broken install in the place of the healthy one's: faults in any combination. */
const mixed: fc.Arbitrary<Bundle> = fc
  .tuple(fc.subarray(Object.keys(demo.facts)), fc.subarray(Object.keys(well.facts), { maxLength: 4 }))
  .map(([broken, gone]) => ({
    ...well,
    facts: Object.fromEntries(
      Object.entries({ ...well.facts, ...Object.fromEntries(broken.map((id) => [id, demo.facts[id]])) }).flatMap(([id, fact]) =>
        fact === undefined || gone.includes(id) ? [] : [[id, fact] as const],
      ),
    ),
  }));

it('facts in another order, or through a bundle, are judged alike', { timeout: 600_000 }, async () => {
  await holds('verdicts: order', 8, [mixed, fc.nat()], (bundle, by) => {
    const first = found(demoReport(bundle));
    expect(found(demoReport(bundle))).toEqual(first);
    const ids = Object.keys(bundle.facts);
    const turned = [...ids.slice(by % Math.max(ids.length, 1)), ...ids.slice(0, by % Math.max(ids.length, 1))].reverse();
    expect(
      found(
        demoReport({ ...bundle, facts: Object.fromEntries(turned.flatMap((id) => (bundle.facts[id] ? [[id, bundle.facts[id]]] : []))) }),
      ),
    ).toEqual(first);
    for (const bytes of [packBundle(bundle).bytes, packDocument(bundle, true)])
      expect(found(demoReport(unpackBundle(bytes, parseJson)))).toEqual(first);
  });
});

it('what a report counts is in it, and its exit status follows from them', { timeout: 600_000 }, async () => {
  await holds('verdicts: counts', 12, [mixed], (bundle) => {
    const { findings, counts, verdict, exitCode, problems } = demoReport(bundle);
    for (const status of ['pass', 'warn', 'fail', 'unknown', 'skip'] as const)
      expect(counts[status]).toBe(findings.filter((each) => each.status === status).length);
    expect(exitCode).toBe(counts.fail > 0 ? 2 : verdict === 'incomplete' ? 3 : counts.warn > 0 ? 1 : 0);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
    expect(problems.length).toBe(23);
    for (const { status, findings: named } of problems)
      if (status === 'explained')
        expect(findings.some(({ fingerprint, status: is }) => named.includes(fingerprint) && (is === 'fail' || is === 'warn'))).toBe(true);
    for (const { status, evidence, cause, confidence } of findings)
      if (status === 'fail' || status === 'warn')
        expect([evidence.length > 0, cause !== null, confidence !== null]).toEqual([true, true, true]);
  });
});

it('of several exit statuses the worst counts, in any order', async () => {
  const rank = [0, 1, 3, 2];
  await holds('exit statuses', 50, [fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 5 })], (codes) => {
    const worst = worstExitCode(codes);
    expect(codes).toContain(worst);
    expect(Math.max(...codes.map((code) => rank.indexOf(code)))).toBe(rank.indexOf(worst));
    expect(worstExitCode([...codes].reverse())).toBe(worst);
  });
});
