/** Reports in which every text that was read somewhere, or came from a saved report, is the given one. */
import { problems } from '../../src/knowledge/index.js';
import type { Finding, ProblemId, Report, Several } from '../../src/model.js';
import type { View } from '../../src/report/view.js';
import { problemReports } from '../../src/run/problems.js';
import { finding, sampleReport } from './sample-report.js';

export const view: View = {
  colour: true,
  unicode: true,
  width: 80,
  show: 'problems',
  quiet: false,
  verbose: false,
  problemTitle: (id) => `Problem ${id}`,
  symptomOf: (id) => `They see ${id}`,
};

/** Each text is another one, so that nothing falls together that differs, and none is empty. */
export function filledReport(text: string): Report {
  let count = 0;
  const next = (): string => `${++count} ${text}`;
  const filled = (given: Partial<Finding>): Finding =>
    finding({
      check: next(),
      title: next(),
      cause: next(),
      problems: [next() as ProblemId, next() as ProblemId],
      subject: next(),
      evidence: [
        { label: next(), saw: next(), want: next(), vantage: 'shell', source: next() },
        { label: next(), saw: null, vantage: 'database', source: next() },
      ],
      nextSteps: [
        { text: next(), command: next(), risk: 'high' },
        { text: next(), risk: 'low' },
      ],
      verify: next(),
      docs: [next()],
      fingerprint: next(),
      ...given,
    });
  const shared = next();
  const waived = { reason: next(), owner: next(), until: next() };
  const former = { fingerprint: next(), check: next(), cause: next(), status: 'fail', subject: next(), title: next() } as const;
  const waiver = { names: next(), ...waived, findings: [] };
  return {
    ...sampleReport(),
    tool: { name: 'whmcs-doctor', version: next() },
    target: {
      kind: 'bundle',
      label: next(),
      whmcsVersion: next(),
      systemUrl: next(),
      recorded: { kind: 'ssh', label: next(), at: next(), ageSeconds: 200_000, by: next() },
    },
    startedAt: next(),
    counts: { pass: 1, warn: 1, fail: 3, unknown: 1, skip: 1, waived: 1, known: 1 },
    triage: {
      best: next() as ProblemId,
      candidates: [
        {
          problem: next() as ProblemId,
          title: next(),
          score: 0.5,
          matched: [next(), next()],
          status: 'undetermined',
          causes: [next()],
          findings: [next()],
          why: next(),
          give: [next()],
        },
      ],
      ask: next(),
    },
    policy: {
      waivers: [
        { ...waiver, state: 'expired' },
        { ...waiver, state: 'unknown', nearest: next() },
      ],
      baseline: { file: next(), writtenAt: next(), new: [next()], fixed: [former] },
    },
    findings: [
      filled({}),
      filled({ cause: shared }),
      filled({ cause: shared, status: 'warn' }),
      filled({ status: 'warn', beyondTable: true }),
      filled({ status: 'unknown', reason: next(), settle: next() }),
      filled({ status: 'skip', reason: next() }),
      filled({ status: 'pass', reason: next() }),
      filled({ waived }),
      filled({ known: true }),
    ],
    problems: problemReports(problems, [], [], []).map((problem, index) =>
      index > 0
        ? problem
        : {
            ...problem,
            title: next(),
            status: 'explained',
            causes: [next()],
            findings: [next()],
            seen: [{ what: next(), count: 3, last: next(), lastAgeSeconds: 3, source: next(), sample: next() }],
          },
    ),
    probes: [
      { fact: next(), ok: true, gap: null, startedMs: 0, durationMs: 5, needs: [next()], partial: next() },
      { fact: next(), ok: false, gap: 'denied', why: next(), startedMs: 2, durationMs: 9, needs: [next()] },
    ],
    pictures: {
      sessionAges: {
        where: next(),
        counted: 30_000,
        sampled: 4096,
        complete: false,
        ages: [
          { upToSeconds: 60, count: 100 },
          { upToSeconds: 3600, count: 2000 },
          { upToSeconds: 86_400, count: 1500 },
          { upToSeconds: null, count: 496 },
        ],
        oldestSeconds: 900_000,
        lifetimeSeconds: 1440,
        staleAfterSeconds: 7920,
      },
      clock: {
        sources: [
          { name: next(), kind: 'ntp', lowMs: -20, highMs: 15, agreed: true },
          { name: next(), kind: 'https', lowMs: -400, highMs: 620, agreed: true },
          { name: next(), kind: 'https', lowMs: 5000, highMs: 6000, agreed: false },
          { name: next(), kind: 'https', failed: next() },
        ],
        agreed: { lowMs: -20, highMs: 15 },
        limits: { behindWarnMs: 1000, behindFailMs: 30_000, aheadWarnMs: 30_000 },
      },
    },
  };
}

export function filledSeveral(text: string): Several {
  return {
    reports: [filledReport(text), { ...filledReport(text), findings: [], verdict: 'healthy' }],
    unusable: [{ target: `1 ${text}`, message: `2 ${text}`, exitCode: 78 }],
  };
}
