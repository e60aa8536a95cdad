import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Quit } from '../../src/cli/exit.js';
import { readReport } from '../../src/cli/saved-report.js';
import { problems } from '../../src/knowledge/index.js';
import type { Report, Several } from '../../src/model.js';
import { renderJson } from '../../src/report/json.js';
import { problemReports } from '../../src/run/problems.js';
import { exitCodeOf } from '../../src/run/verdict.js';
import { filledWith, kinds, knownFinding, one, policy, reportOf, waivedFinding } from '../support/report-kinds.js';
import { finding, sampleReport } from '../support/sample-report.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As the program saves it: with all problems. */
function whole(report: Report): Report {
  return { ...report, problems: problemReports(problems, [], [], report.findings) };
}

async function read(value: unknown): Promise<Several> {
  const file = join(folder, 'report.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return await readReport(file);
}

/** The line and the exit status; null: it was taken. */
async function refusal(value: unknown): Promise<string | null> {
  try {
    await read(value);
    return null;
  } catch (error) {
    if (!(error instanceof Quit)) throw error;
    expect(error.code).toBe(78);
    expect(error.message).not.toContain('\n');
    return error.message;
  }
}

const saved = ({ reports, unusable }: Several): Several => ({ reports: reports.map(whole), unusable });
const everyKind = Object.entries({ ...kinds, hostile: filledWith('x') }).filter(
  ([, { reports, unusable }]) => reports.length + unusable.length > 0,
);

describe('a saved report', () => {
  it.each(everyKind)('is read back: %s', async (_, several) => {
    const text = renderJson(saved(several));
    expect(await read(text)).toEqual(JSON.parse(JSON.stringify(saved(several))));
  });

  const failed = finding({ status: 'unknown', reason: 'x' });
  const accepted = { reason: 'x', owner: 'y', until: '2026-12-01' };
  const skipped = finding({ status: 'skip', reason: 'does not apply' });
  it.each<readonly [string, Report]>([
    ['of chosen checks that do not apply', reportOf([skipped], { verdict: 'healthy', exitCode: 0 })],
    ['of a waived look that failed', reportOf([{ ...failed, waived: accepted }], { verdict: 'incomplete', exitCode: 3 })],
    ['of waived and known findings alone', reportOf([waivedFinding, knownFinding], { policy })],
    ...(['warn', 'fail', 'never'] as const).flatMap((failOn) =>
      (
        [
          ['failing', [finding({})]],
          ['warnings', [finding({ status: 'warn' })]],
          ['incomplete', [failed]],
        ] as const
      ).flatMap(([verdict, findings]): (readonly [string, Report])[] => {
        const exitCode = exitCodeOf(verdict, failOn);
        return [
          [`with --fail-on ${failOn}, ${verdict}`, reportOf(findings, { failOn, exitCode })],
          [`of before --fail-on was kept, ${failOn}, ${verdict}`, reportOf(findings, { exitCode })],
        ];
      }),
    ),
  ])('is read back: %s', async (_, report) => {
    expect(await refusal(whole(report))).toBeNull();
  });

  const sample = whole(sampleReport());
  it.each<readonly [string, unknown, RegExp]>([
    [
      'a failure that the counts do not have',
      { ...sample, counts: { ...sample.counts, fail: 0 } },
      /counts\.fail is 0, and its findings make 1/,
    ],
    ['healthy with a failure', { ...sample, verdict: 'healthy', exitCode: 0 }, /verdict is healthy, and its findings make failing/],
    ['warnings for a failure', { ...sample, verdict: 'warnings', exitCode: 1 }, /verdict is warnings/],
    [
      'incomplete where all passed',
      whole(reportOf([finding({ status: 'pass' })], { verdict: 'incomplete', exitCode: 3 })),
      /verdict is incomplete/,
    ],
    ['an exit status of another verdict', { ...sample, exitCode: 1 }, /exitCode is 1, and its verdict makes 2 or 0/],
    ['an exit status that --fail-on does not make', { ...sample, failOn: 'warn', exitCode: 0 }, /exitCode is 0, and its verdict makes 2/],
    ['neither reports nor targets', { schema: 'whmcs-doctor/reports/1', reports: [], unusable: [] }, /neither a report nor a target/],
    [
      'the second of several',
      { schema: 'whmcs-doctor/reports/1', reports: [sample, { ...sample, exitCode: 3 }], unusable: [] },
      /reports\.1: exitCode is 3/,
    ],
    ['a duration without end', { ...sample, durationMs: 1e300 }, /durationMs/],
    ['a duration before the start', { ...sample, durationMs: -1 }, /durationMs/],
    ['an exit status of no program', { ...sample, exitCode: 256 }, /exitCode/],
  ])('is damaged: %s', async (_, value, why) => {
    const line = await refusal(value);
    expect(line).toMatch(/is a damaged report: /);
    expect(line).toMatch(why);
  });

  it('may lack what the contract does not list', async () => {
    const { problems, probes, counts, ...report } = whole(reportOf(sampleReport().findings));
    const listed = Object.fromEntries(Object.entries(counts).filter(([key]) => key !== 'known'));
    const bare = {
      ...report,
      counts: listed,
      problems: problems.map(({ seen: _, ...problem }) => problem),
      probes: probes.map(({ startedMs: _, needs: __, ...probe }) => probe),
    };
    expect(await refusal(bare)).toBeNull();
    expect(await refusal({ schema: 'whmcs-doctor/reports/1', reports: [bare, bare] })).toBeNull();
  });

  it('is one that a run makes', async () => {
    expect((await read(renderJson(one(sample)))).reports).toEqual([sample]);
  });
});
