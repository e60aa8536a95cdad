/** Reports of every kind, for tests of formats. */
import type { Finding, ProblemId, Report, Several } from '../../src/model.js';
import { finding, hostile, sampleReport } from './sample-report.js';

const waived = { reason: 'the new certificate comes on Monday', until: '2026-12-01', owner: 'Ada' } as const;

export const waivedFinding = finding({
  check: 'certificate-invalid',
  area: 'url',
  cause: 'certificate-expired',
  waived,
  fingerprint: 'aaaa0001',
});
export const knownFinding = finding({ check: 'disk-space-low', status: 'warn', cause: 'disk-full', known: true, fingerprint: 'aaaa0002' });

/** With the verdict that belongs to its findings, as the program would give it by default. */
export function reportOf(findings: readonly Finding[], given: Partial<Report> = {}): Report {
  const counts = { pass: 0, warn: 0, fail: 0, unknown: 0, skip: 0, waived: 0, known: 0 };
  for (const each of findings) counts[each.waived ? 'waived' : each.known === true ? 'known' : each.status] += 1;
  const verdict =
    counts.fail > 0
      ? 'failing'
      : counts.unknown > 0
        ? 'incomplete'
        : counts.warn > 0
          ? 'warnings'
          : counts.pass + counts.waived + counts.known === 0
            ? 'incomplete'
            : 'healthy';
  const exitCode = { failing: 2, incomplete: 3, warnings: 1, healthy: 0 }[verdict];
  return { ...sampleReport(), findings, counts, verdict, exitCode, ...given };
}

export const policy = {
  waivers: [
    { names: 'check certificate-invalid', ...waived, state: 'applied', findings: ['aaaa0001'] },
    { names: 'check clock-behnd', ...waived, state: 'unknown', findings: [], nearest: 'clock-behind' },
    { names: 'subject /srv/x', ...waived, state: 'unused', findings: [] },
    { names: 'check session-path-unwritable', ...waived, until: '2026-01-01', state: 'expired', findings: ['0123456789abcdef'] },
  ],
  baseline: {
    file: 'baseline.json',
    writtenAt: '2026-11-01T00:00:00.000Z',
    new: ['0123456789abcdef'],
    fixed: [
      { fingerprint: 'ffff0001', check: 'mails-waiting', cause: 'cron-not-running', status: 'fail', subject: null, title: 'Mails wait' },
    ],
  },
} as const satisfies Report['policy'];

const whole = sampleReport();
const bad = { target: '/srv/other', message: '/srv/other holds no configuration.php: give the folder of WHMCS', exitCode: 64 };
const url = { kind: 'url', label: 'https://billing.example.com/', whmcsVersion: null, systemUrl: 'https://billing.example.com/' } as const;
const ofStatus = (...statuses: readonly string[]): readonly Finding[] => whole.findings.filter(({ status }) => statuses.includes(status));

export function one(report: Report): Several {
  return { reports: [report], unusable: [] };
}

/** Every text of a report replaced by this one, wherever it comes from. */
export function filledWith(text: string): Several {
  const fill = (each: Finding): Finding => ({
    ...each,
    check: text,
    cause: each.cause === null ? null : text,
    problems: each.problems.map(() => text as ProblemId),
    fingerprint: text,
    plugin: text,
    title: text,
    subject: text,
    evidence: [
      { label: text, saw: text, want: text, vantage: 'files', source: text },
      { label: text, saw: text, vantage: 'shell', source: text },
    ],
    nextSteps: [
      { text, command: text, risk: 'high' },
      { text, risk: 'none' },
    ],
    verify: text,
    docs: [text],
    ...(each.reason === undefined ? {} : { reason: text }),
    ...(each.settle === undefined ? {} : { settle: text }),
    ...(each.waived === undefined ? {} : { waived: { reason: text, owner: text, until: text } }),
  });
  const report = reportOf([...whole.findings, waivedFinding, knownFinding].map(fill), {
    tool: { name: 'whmcs-doctor', version: text },
    startedAt: text,
    target: {
      kind: 'bundle',
      label: text,
      whmcsVersion: text,
      systemUrl: text,
      recorded: { kind: 'install', label: text, at: text, ageSeconds: 100_000, by: text },
    },
    triage: {
      best: 'login-redirect-loops',
      candidates: [
        {
          problem: 'login-redirect-loops',
          title: text,
          score: 0.8,
          matched: [text],
          status: 'explained',
          causes: [],
          findings: [],
          why: text,
          give: [text],
        },
      ],
      ask: text,
    },
    policy: {
      waivers: policy.waivers.map((waiver) => ({ ...waiver, names: text, reason: text, owner: text, until: text, nearest: text })),
      baseline: {
        ...policy.baseline,
        file: text,
        writtenAt: text,
        fixed: policy.baseline.fixed.map((each) => ({ ...each, fingerprint: text, check: text, cause: text, title: text, subject: text })),
      },
    },
    probes: [{ fact: text, ok: false, gap: 'timeout', why: text, startedMs: 1, durationMs: 2, needs: [text] }],
    problems: [
      {
        id: text as ProblemId,
        title: text,
        status: 'undetermined',
        causes: [text],
        findings: [text],
        seen: [{ what: text, count: 2, last: text, lastAgeSeconds: 60, source: text, sample: text }],
      },
    ],
  });
  return { reports: [report, whole], unusable: [{ target: text, message: text, exitCode: 78 }] };
}

export const kinds: Readonly<Record<string, Several>> = {
  'nothing at all': { reports: [], unusable: [] },
  'no check': one(reportOf([])),
  'every status': one(whole),
  healthy: one(reportOf(ofStatus('pass', 'skip'))),
  warnings: one(reportOf(ofStatus('pass', 'warn'))),
  'warnings that do not count': one(reportOf(ofStatus('pass', 'warn'), { exitCode: 0 })),
  'warnings beside a failure, which do not count': one(reportOf(whole.findings, { failOn: 'fail' })),
  'failures that do not count': one(reportOf(whole.findings, { exitCode: 0 })),
  incomplete: one(reportOf(ofStatus('pass', 'unknown'))),
  'nothing judged': one(reportOf(ofStatus('skip'))),
  'waived and known': one(reportOf([...ofStatus('pass'), waivedFinding, knownFinding], { policy })),
  'waived, known and new': one(reportOf([...whole.findings, waivedFinding, knownFinding], { policy })),
  'several, some of them unusable': { reports: [whole, reportOf(ofStatus('pass'), { target: url })], unusable: [bad] },
  'unusable only': { reports: [], unusable: [bad] },
  'over ssh': one(reportOf(whole.findings, { target: { ...whole.target, kind: 'ssh', label: 'ssh://root@[2001:db8::1]:22/srv/billing' } })),
  bundle: one(
    reportOf(whole.findings, {
      target: {
        ...whole.target,
        kind: 'bundle',
        recorded: { kind: 'install', label: '/srv/billing', at: '2026-11-01T00:00:00.000Z', ageSeconds: 100_000, by: '1.0.0' },
      },
    }),
  ),
  hostile: filledWith(hostile),
  'empty texts': filledWith(''),
};
