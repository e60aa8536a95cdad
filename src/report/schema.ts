/** The published shapes of what the program prints as JSON; the tests hold the program's output against them. */
import { z } from 'zod';
import { formerFinding } from '../logic/former-finding.js';
import { longestMs } from '../logic/amounts.js';
import { gapCodes } from '../logic/gap-codes.js';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const gap = z.enum(gapCodes);
const count = z.number().int().nonnegative();
/** A time between two moments, in milliseconds or in seconds; the second may be before the first. */
const offset = z.number().min(-longestMs).max(longestMs);
/** Of sessions, seconds or milliseconds; what a bundle has need not be whole. */
const amount = z.number().nonnegative().max(longestMs);
/** Of the program: https://man.freebsd.org/cgi/man.cgi?query=sysexits and 128 and a signal. */
const exitCode = z.number().int().min(0).max(255);

const evidence = z.object({
  label: z.string(),
  saw: scalar,
  want: scalar.optional(),
  vantage: z.enum(['files', 'shell', 'web-php', 'cli-php', 'database', 'http', 'api', 'provider', 'operator']),
  source: z.string(),
});

const seenInLog = z.object({
  what: z.string(),
  count,
  last: z.string().nullable(),
  lastAgeSeconds: offset.nullable(),
  source: z.string(),
  sample: z.string(),
});

const nextStep = z.object({ text: z.string(), command: z.string().optional(), risk: z.enum(['none', 'low', 'high']) });

const finding = z.object({
  check: z.string(),
  area: z.enum(['proxy', 'url', 'sessions', 'clock', 'license', 'sign-in', 'access', 'mail', 'two-factor']),
  status: z.enum(['pass', 'warn', 'fail', 'unknown', 'skip']),
  title: z.string(),
  cause: z.string().nullable(),
  problems: z.array(z.string()),
  /** The documented table does not name this cause. */
  beyondTable: z.literal(true).optional(),
  confidence: z.enum(['proved', 'likely', 'possible']).nullable(),
  subject: z.string().nullable(),
  evidence: z.array(evidence),
  nextSteps: z.array(nextStep),
  verify: z.string().nullable(),
  docs: z.array(z.string()),
  fingerprint: z.string(),
  /** The file of the plug-in whose check it is. */
  plugin: z.string().optional(),
  reason: z.string().optional(),
  settle: z.string().optional(),
  durationMs: amount,
  waived: z.object({ reason: z.string(), until: z.string(), owner: z.string().default('') }).optional(),
  /** It stands in the baseline. */
  known: z.literal(true).optional(),
});

const waiver = z.object({
  names: z.string(),
  reason: z.string(),
  owner: z.string(),
  until: z.string(),
  state: z.enum(['applied', 'unused', 'undecided', 'expired', 'unknown']),
  findings: z.array(z.string()),
  nearest: z.string().optional(),
});

const policy = z.object({
  waivers: z.array(waiver).optional(),
  baseline: z
    .object({
      file: z.string(),
      writtenAt: z.string(),
      new: z.array(z.string()),
      unlisted: z.literal(true).optional(),
      fixed: z.array(formerFinding),
    })
    .optional(),
});

const problemStatus = z.enum(['explained', 'ruled-out', 'undetermined']);

/** What a person's words tell of, before anything was looked at. */
const recognised = z.object({
  problem: z.string(),
  title: z.string(),
  score: z.number().min(0).max(1),
  matched: z.array(z.string()),
});
const described = z.object({ best: z.string(), candidates: z.array(recognised), ask: z.string().nullable() });

const triage = described.extend({
  candidates: z.array(
    recognised.extend({
      status: problemStatus,
      causes: z.array(z.string()),
      findings: z.array(z.string()),
      why: z.string(),
      give: z.array(z.string()),
    }),
  ),
});

const targetKind = z.enum(['install', 'url', 'ssh', 'bundle']);

const interval = z.object({ lowMs: offset, highMs: offset });
const timeSource = z.object({ name: z.string(), kind: z.enum(['ntp', 'https']) });

/** The numbers behind the pictures of `html`. */
const pictures = z.object({
  sessionAges: z
    .object({
      where: z.string(),
      counted: amount,
      sampled: amount,
      complete: z.boolean(),
      ages: z.array(z.object({ upToSeconds: amount.nullable(), count: amount })),
      oldestSeconds: amount.nullable(),
      lifetimeSeconds: amount.nullable(),
      staleAfterSeconds: amount.nullable(),
    })
    .optional(),
  clock: z
    .object({
      /** Missing: this machine. */
      whose: z.literal('server').optional(),
      sources: z.array(z.union([timeSource.extend({ ...interval.shape, agreed: z.boolean() }), timeSource.extend({ failed: z.string() })])),
      agreed: interval.nullable(),
      limits: z.object({ behindWarnMs: amount, behindFailMs: amount, aheadWarnMs: amount }).nullable(),
    })
    .optional(),
});

const tool = z.object({ name: z.literal('whmcs-doctor'), version: z.string() });

const target = z.object({
  kind: targetKind,
  label: z.string(),
  whmcsVersion: z.string().nullable(),
  systemUrl: z.string().nullable(),
  recorded: z.object({ kind: targetKind, label: z.string(), at: z.string(), ageSeconds: offset.int(), by: z.string() }).optional(),
});

const conclusion = {
  startedAt: z.string(),
  durationMs: amount,
  verdict: z.enum(['healthy', 'warnings', 'failing', 'incomplete']),
  exitCode: exitCode.max(3),
  failOn: z.enum(['warn', 'fail', 'never']).optional(),
  counts: z.object({ pass: count, warn: count, fail: count, unknown: count, skip: count, waived: count, known: count.default(0) }),
  triage: triage.optional(),
  policy: policy.optional(),
};

const problem = z.object({
  id: z.string(),
  title: z.string(),
  status: problemStatus,
  causes: z.array(z.string()),
  findings: z.array(z.string()),
  seen: z.array(seenInLog).default([]),
});

export const reportSchema = z.object({
  schema: z.literal('whmcs-doctor/report/1'),
  tool,
  target,
  ...conclusion,
  findings: z.array(finding),
  problems: z.array(problem).length(23),
  probes: z.array(
    z.object({
      fact: z.string(),
      ok: z.boolean(),
      gap: gap.nullable(),
      why: z.string().optional(),
      partial: z.string().optional(),
      startedMs: amount.default(0),
      durationMs: amount,
      needs: z.array(z.string()).default([]),
    }),
  ),
  pictures: pictures.optional(),
});

const unusable = z.object({ target: z.string(), message: z.string(), exitCode });

export const reportsSchema = z.object({
  schema: z.literal('whmcs-doctor/reports/1'),
  reports: z.array(reportSchema),
  /** Targets that could not be looked at at all. */
  unusable: z.array(unusable).default([]),
});

const eventHead = {
  schema: z.literal('whmcs-doctor/event/1'),
  /** When it happened, ISO 8601 UTC; absent where the events were made from a report afterwards. */
  at: z.string().optional(),
};
/** Every event but the first and the last is about one target. */
const aboutTarget = { ...eventHead, target: z.string() };
const look = { ...aboutTarget, fact: z.string() };

/** One line of -f ndjson. */
export const eventSchema = z.discriminatedUnion('event', [
  z.object({ ...eventHead, event: z.literal('run-started'), tool, targets: z.array(z.string()) }),
  z.object({ ...aboutTarget, event: z.literal('target-started'), kind: targetKind, try: count.optional() }),
  z.object({ ...look, event: z.literal('look-started') }),
  z.object({ ...look, event: z.literal('look'), ok: z.boolean(), gap: gap.nullable(), durationMs: amount }),
  z.object({ ...look, event: z.literal('gap'), gap: gap.nullable(), why: z.string().optional(), partial: z.string().optional() }),
  z.object({ ...aboutTarget, event: z.literal('finding'), ...finding.shape }),
  z.object({ ...aboutTarget, event: z.literal('problem'), ...problem.shape }),
  z.object({ ...aboutTarget, event: z.literal('report'), ...target.shape, ...conclusion }),
  z.object({ ...eventHead, event: z.literal('unusable'), ...unusable.shape }),
  z.object({
    ...eventHead,
    event: z.literal('run-finished'),
    exitCode,
    stoppedBy: z.enum(['SIGINT', 'SIGTERM', 'SIGHUP']).nullable(),
  }),
]);

const diffFinding = z.object({
  fingerprint: z.string(),
  check: z.string(),
  cause: z.string().nullable(),
  status: z.enum(['warn', 'fail']),
  confidence: z.enum(['proved', 'likely', 'possible']).nullable(),
  subject: z.string().nullable(),
  title: z.string(),
  waived: finding.shape.waived,
  known: finding.shape.known,
});
const diffSide = z
  .object({
    target: z.string(),
    startedAt: z.string(),
    version: z.string(),
    verdict: reportSchema.shape.verdict,
    exitCode: z.number().int(),
    counts: reportSchema.shape.counts,
  })
  .nullable();

export const diffSchema = z.object({
  schema: z.literal('whmcs-doctor/diff/1'),
  tool: z.object({ name: z.literal('whmcs-doctor'), version: z.string() }),
  exitCode: z.union([z.literal(0), z.literal(2)]),
  counts: z.object({ new: count, fixed: count, changed: count, remaining: count, unseen: count, newFailures: count }),
  /** What makes the comparison less than it seems: other versions, other checks. */
  notes: z.array(z.string()),
  targets: z.array(
    z.object({
      target: z.string(),
      /** null: only the other report has this target, or it could not be looked at. */
      before: diffSide,
      now: diffSide,
      unusable: z.object({ before: z.string().nullable(), now: z.string().nullable() }),
      /** was: what the check said before; absent: it had not run. */
      new: z.array(diffFinding.extend({ was: z.enum(['pass', 'warn', 'fail', 'unknown', 'skip', 'absent']) })),
      fixed: z.array(diffFinding),
      changed: z.array(
        z.object({
          before: diffFinding,
          now: diffFinding,
          what: z.array(z.enum(['status', 'confidence', 'title', 'evidence', 'accepted'])),
          evidence: z.array(z.object({ label: z.string(), before: z.string().nullable(), now: z.string().nullable() })),
        }),
      ),
      remaining: z.array(diffFinding),
      /** It was judged before and is not any more: nothing says that it is fixed. */
      unseen: z.array(
        z.object({
          check: z.string(),
          was: z.enum(['pass', 'warn', 'fail']),
          is: z.enum(['unknown', 'skip', 'absent']),
          title: z.string(),
          subject: z.string().nullable(),
          fingerprint: z.string(),
          reason: z.string().nullable(),
        }),
      ),
      /** Fingerprints of what fails and counts now, and did not before. */
      newFailures: z.array(z.string()),
      selection: z.object({ onlyBefore: z.array(z.string()), onlyNow: z.array(z.string()) }),
    }),
  ),
});

export const listSchema = z.object({
  schema: z.literal('whmcs-doctor/list/1'),
  items: z.array(z.looseObject({ id: z.string(), title: z.string() })),
});

export const planSchema = z.object({
  schema: z.literal('whmcs-doctor/plan/1'),
  triage: described.optional(),
  items: z.array(
    z.object({
      kind: z.enum(['read', 'run', 'query', 'contact', 'write']),
      what: z.string(),
      /** Patterns: `*` without a slash, `**` with any, names in angle brackets for what is known only once it was looked at. */
      covers: z.array(z.string()),
      for: z.array(z.string()),
      /** Visits to the site without a cookie, at most: each may open an anonymous session. */
      sessions: count.positive().optional(),
    }),
  ),
});

const message = z.object({
  id: z.string(),
  title: z.string(),
  count: count.positive(),
  firstLine: count.positive(),
  lastLine: count.positive(),
  sample: z.string(),
});

export const triageSchema = z.object({
  schema: z.literal('whmcs-doctor/triage/1'),
  /** Of the line of JSON; null: it had none, or the text was given as such. */
  id: z.union([z.string(), z.number()]).nullable(),
  /** A documented problem, or none. */
  best: z.string(),
  matches: z
    .array(
      z.object({
        problem: z.string(),
        title: z.string(),
        /** The chance that it is this one. */
        score: z.number().min(0).max(1),
        matched: z.array(z.string()),
        lines: z.array(count.positive()),
        causes: z.array(z.string()),
        checks: z.array(z.string()),
        nextSteps: z.array(nextStep),
        docs: z.string(),
      }),
    )
    .max(3),
  messages: z.array(message),
  ask: z.string().nullable(),
  languages: z.array(z.string()),
  /** With --jsonl: the line that is answered. */
  line: count.positive().optional(),
});

export const loginSchema = z.object({
  schema: z.literal('whmcs-doctor/login/1'),
  tool: z.object({ name: z.literal('whmcs-doctor'), version: z.string() }),
  /** Over the network, or on the server by localAPI(). */
  via: z.enum(['api', 'local']),
  /** The address of the API, or the folder of the install. */
  where: z.string(),
  whmcsVersion: z.string().nullable(),
  verdict: z.enum(['valid', 'invalid', 'undetermined']),
  exitCode: z.union([z.literal(0), z.literal(2), z.literal(3)]),
  /** Why it is undetermined. */
  trouble: z.string().nullable(),
  result: z.enum(['success', 'error']),
  userId: z.number().int().positive().nullable(),
  userIdIs: z.enum(['user', 'client', 'either']).nullable(),
  /** Only of WHMCS before 8.0. */
  contactId: z.number().int().positive().nullable(),
  /** null: the answer does not say. */
  twoFactorEnabled: z.boolean().nullable(),
  /** Whether; never the token. */
  sessionTokenReturned: z.boolean(),
  sessionIpValidation: z.enum(['on', 'off', 'unknown']).nullable(),
  sessionIpSource: z.string().nullable(),
  message: z.string(),
  title: z.string(),
  explanation: z.string(),
  nextSteps: z.array(nextStep),
  docs: z.array(z.string()),
  durationMs: amount,
});

export const explainSchema = z.looseObject({ schema: z.literal('whmcs-doctor/explain/1'), id: z.string(), triage: described.optional() });

export const bundleDocumentSchema = z.looseObject({
  schema: z.literal('whmcs-doctor/bundle/1'),
  recordedAt: z.string(),
  target: z.looseObject({ kind: z.string(), label: z.string() }),
  facts: z.record(z.string(), z.looseObject({ ok: z.boolean(), origin: z.looseObject({ vantage: z.string(), source: z.string() }) })),
});

export const bundleManifestSchema = z.looseObject({
  schema: z.literal('whmcs-doctor/bundle/2'),
  tool: z.looseObject({ name: z.literal('whmcs-doctor'), version: z.string() }),
  recordedAt: z.string(),
  target: z.looseObject({ kind: z.string(), label: z.string() }),
  files: z.array(z.looseObject({ name: z.string(), bytes: count, sha256: z.string() })),
  facts: z.looseObject({ seen: count, looks: count }),
  notGathered: z.array(z.looseObject({ fact: z.string(), gap, why: z.string() })),
  redactions: z.array(z.looseObject({ fact: z.string(), path: z.string(), kind: z.string(), token: z.string(), count: count.positive() })),
  secretsMet: z.array(z.looseObject({ kind: z.string(), count: count.positive() })),
  judgedOtherwise: z.array(z.string()),
});

/** JSON Schema documents by file name, written into the package by the build. */
export function jsonSchemas(): Readonly<Record<string, unknown>> {
  const all = {
    report: reportSchema,
    reports: reportsSchema,
    event: eventSchema,
    list: listSchema,
    plan: planSchema,
    explain: explainSchema,
    triage: triageSchema,
    login: loginSchema,
    diff: diffSchema,
    bundle: bundleDocumentSchema,
    manifest: bundleManifestSchema,
  };
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, z.toJSONSchema(schema)]));
}
