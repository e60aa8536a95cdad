import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unprintable } from '../../src/logic/unprintable.js';
import type { FailOn, Report } from '../../src/model.js';
import { pluginState, pluginTrouble, renderNagios } from '../../src/report/nagios.js';
import { count, exitCodeOf, verdictOf } from '../../src/run/verdict.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

const view = { unicode: true };
const number = String.raw`(?:-?[0-9]+(?:\.[0-9]+)?)`;
/** https://www.monitoring-plugins.org/doc/guidelines.html, "Performance data". */
const performance = new RegExp(`^'[a-z]+'=${number}s?(?:;${number}?){0,4}$`);

function parsed(text: string): {
  readonly state: string;
  readonly said: string;
  readonly numbers: readonly string[];
  readonly long: readonly string[];
} {
  expect(text.endsWith('\n')).toBe(true);
  const [first = '', ...long] = text.slice(0, -1).split('\n');
  const match = /^WHMCS (OK|WARNING|CRITICAL|UNKNOWN) - ([^|]+) \| ([^|]+)$/.exec(first);
  expect(match, first).not.toBeNull();
  const [, state = '', said = '', numbers = ''] = match ?? [];
  expect([...`WHMCS ${state} - ${said}`].length, first).toBeLessThanOrEqual(80);
  expect(long.join('\n')).not.toContain('|');
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
  const all = numbers.split(' ');
  for (const each of all) expect(each).toMatch(performance);
  expect(text.replaceAll('\n', '').search(unprintable)).toBe(-1);
  return { state, said, numbers: all, long };
}

function only(report: Partial<Report>): string {
  return renderNagios({ reports: [{ ...sampleReport(), ...report }], unusable: [] }, view);
}

function judged(findings: Report['findings'], failOn: FailOn = 'warn'): Report {
  const counts = count(findings);
  const verdict = verdictOf(counts);
  return { ...sampleReport(), findings, counts, verdict, exitCode: exitCodeOf(verdict, failOn) };
}

const warning = finding({ status: 'warn', title: 'Sessions end early', cause: 'session-lifetime-short' });
const passed = finding({ status: 'pass', cause: null, title: 'PHP has curl' });

describe('nagios', () => {
  it('says the state, the first cause, the numbers, and what to do', () => {
    expect(only({})).toBe(
      [
        `WHMCS CRITICAL - PHP cannot write its sessions, and 2 more | 'time'=1.234s;;;0 'failed'=1;;;0 'warnings'=1;;;0 'unknown'=2;;;0 'passed'=1;;;0 'waived'=0;;;0 'known'=0;;;0`,
        '/srv/billing: WHMCS 8.11.2, https://billing.example.com/',
        '[CRITICAL] PHP cannot write its sessions (session-path-missing)',
        '    Next: Create the folder.',
        '      install -d -m 1733 /var/lib/sessions',
        '[WARNING] Sessions end early (session-lifetime-short)',
        '[UNKNOWN] Could not be looked at: no time source answered (clock-behind, clock-ahead)',
        '    Next: Let UDP port 123 out.',
        'More: whmcs-doctor explain session-path-missing',
        '',
      ].join('\n'),
    );
  });

  it.each<readonly [FailOn, Report['findings'], string, RegExp]>([
    ['warn', [warning], 'WARNING', /^Sessions end early$/],
    ['fail', [warning], 'OK', /^1 warning: Sessions end early$/],
    ['never', [finding({}), warning], 'OK', /^1 failure, 1 warning: PHP cannot/],
    ['warn', [passed], 'OK', /^1 passed$/],
    ['warn', [passed, finding({ waived: { reason: 'r', until: '2027-01-01', owner: 'ann' } })], 'OK', /^1 passed, 1 waived$/],
    ['warn', [passed, finding({ known: true })], 'OK', /^1 passed, 1 known from the baseline$/],
    ['warn', [], 'UNKNOWN', /^nothing could be judged$/],
    ['warn', [finding({ status: 'unknown', cause: null, reason: 'no answer' })], 'UNKNOWN', /^1 look failed: no answer$/],
  ])('with --fail-on %s the state is that of the exit status', (failOn, findings, state, said) => {
    const report = judged(findings, failOn);
    const answer = parsed(renderNagios({ reports: [report], unusable: [] }, view));
    expect(answer.state).toBe(state);
    expect(answer.said).toMatch(said);
    expect(['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'][pluginState({ reports: [report], unusable: [] })]).toBe(state);
  });

  it('of several targets says the worst, and one line for each', () => {
    const reports = [judged([passed]), { ...judged([finding({})]), target: { ...sampleReport().target, label: '/srv/shop' } }];
    const answer = parsed(
      renderNagios({ reports, unusable: [{ target: '/srv/old', message: 'there is no install', exitCode: 64 }] }, view),
    );
    expect(answer.state).toBe('CRITICAL');
    expect(answer.said).toBe('1 of 3 targets: /srv/shop');
    expect(answer.long).toEqual([
      '[CRITICAL] /srv/shop: PHP cannot write its sessions',
      '[UNKNOWN] /srv/old: not looked at: there is no install',
      '[OK] /srv/billing: 1 passed',
    ]);
    expect(answer.numbers).toContain("'targets'=3;;;0");
  });

  it('is UNKNOWN where nothing could be looked at', () => {
    const unusable = [{ target: '/srv/old', message: 'there is no install', exitCode: 64 }];
    expect(parsed(renderNagios({ reports: [], unusable }, view)).state).toBe('UNKNOWN');
    expect(parsed(renderNagios({ reports: [judged([passed])], unusable }, view)).state).toBe('UNKNOWN');
  });

  it('names several targets of which --fail-on never lets a failed look pass', () => {
    const blind = { ...judged([]), verdict: 'incomplete', exitCode: 0 } as const;
    const first = renderNagios({ reports: [blind, blind], unusable: [] }, view).split('\n')[0];
    expect(first).toMatch(/^WHMCS OK - 2 targets of 2 with findings/);
    expect(first).not.toContain('healthy');
  });

  it('says that a waiver has ended', () => {
    const waivers = [
      { names: 'check clock-behind', reason: 'r', owner: 'ann', until: '2026-10-01', state: 'expired', findings: [] },
    ] as const;
    expect(only({ policy: { waivers } })).toContain(
      '\nThe waiver for check clock-behind (ann: r) ended on 2026-10-01: nothing of the kind was found\n',
    );
  });

  it('does not show a command that cannot be typed as it stands', () => {
    const steps = [{ text: 'Do it.', command: 'a || b', risk: 'none' }] as const;
    expect(renderNagios({ reports: [judged([finding({ nextSteps: steps })])], unusable: [] }, view)).not.toMatch(/ b$/m);
  });

  it('counts what has no room', () => {
    const many = Array.from({ length: 200 }, (_, index) => finding({ cause: `cause-${index}`, fingerprint: String(index) }));
    const { long } = parsed(renderNagios({ reports: [judged(many)], unusable: [] }, view));
    expect(long.at(-1)).toMatch(/^\.\.\. and 1\d\d more/);
  });

  it('prints only ASCII where nothing else is shown', () => {
    expect(renderNagios({ reports: [judged([finding({ title: 'a – b | ¦ ☃' })])], unusable: [] }, { unicode: false })).toMatch(
      /^[\n -~]*$/,
    );
  });

  it('keeps its form whatever the texts are', { timeout: 30_000 }, () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constant(hostile),
      fc.constant('|'),
      fc.constant(''),
      fc.constant("x=1 | 'y'=2\nz|"),
    );
    fc.assert(
      fc.property(text, text, text, fc.nat(3), (title, subject, label, several) => {
        const one = {
          ...judged([finding({ title, subject, cause: title, nextSteps: [{ text: subject, command: title, risk: 'none' }] }), passed]),
          target: { kind: 'install', label, whmcsVersion: subject, systemUrl: title },
        } as const;
        const reports = Array.from({ length: several }, () => one);
        parsed(renderNagios({ reports, unusable: several === 2 ? [{ target: label, message: title, exitCode: 64 }] : [] }, view));
        const trouble = pluginTrouble(title, several === 0 ? null : renderNagios({ reports, unusable: [] }, view));
        expect(trouble).toMatch(/^WHMCS UNKNOWN - [^|]*$/);
        expect(Buffer.byteLength(trouble)).toBeLessThanOrEqual(4096);
      }),
      { numRuns: 40 },
    );
  });
});
