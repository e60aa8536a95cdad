/** The published shapes of what the program prints as JSON; the tests hold the program's output against them. */
import { z } from 'zod';
import { gapCodes } from '../logic/gap-codes.js';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const gap = z.enum(gapCodes);

const evidence = z.object({
  label: z.string(),
  saw: scalar,
  want: scalar.optional(),
  vantage: z.enum(['files', 'shell', 'web-php', 'cli-php', 'database', 'http', 'api', 'provider', 'operator']),
  source: z.string(),
});

const seenInLog = z.object({
  what: z.string(),
  count: z.number(),
  last: z.string().nullable(),
  lastAgeSeconds: z.number().nullable(),
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
  reason: z.string().optional(),
  settle: z.string().optional(),
  durationMs: z.number(),
  waived: z.object({ reason: z.string(), until: z.string() }).optional(),
});

const count = z.number().int().nonnegative();
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

export const reportSchema = z.object({
  schema: z.literal('whmcs-doctor/report/1'),
  tool: z.object({ name: z.literal('whmcs-doctor'), version: z.string() }),
  target: z.object({
    kind: targetKind,
    label: z.string(),
    whmcsVersion: z.string().nullable(),
    systemUrl: z.string().nullable(),
    recorded: z.object({ kind: targetKind, label: z.string(), at: z.string(), ageSeconds: z.number().int(), by: z.string() }).optional(),
  }),
  startedAt: z.string(),
  durationMs: z.number(),
  verdict: z.enum(['healthy', 'warnings', 'failing', 'incomplete']),
  exitCode: z.number().int(),
  counts: z.object({ pass: count, warn: count, fail: count, unknown: count, skip: count, waived: count }),
  triage: triage.optional(),
  findings: z.array(finding),
  problems: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        status: problemStatus,
        causes: z.array(z.string()),
        findings: z.array(z.string()),
        seen: z.array(seenInLog),
      }),
    )
    .length(23),
  probes: z.array(
    z.object({
      fact: z.string(),
      ok: z.boolean(),
      gap: gap.nullable(),
      why: z.string().optional(),
      partial: z.string().optional(),
      startedMs: z.number(),
      durationMs: z.number(),
      needs: z.array(z.string()),
    }),
  ),
});

export const reportsSchema = z.object({
  schema: z.literal('whmcs-doctor/reports/1'),
  reports: z.array(reportSchema),
  /** Targets that could not be looked at at all. */
  unusable: z.array(z.object({ target: z.string(), message: z.string(), exitCode: z.number().int() })),
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
  durationMs: z.number(),
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
    list: listSchema,
    plan: planSchema,
    explain: explainSchema,
    triage: triageSchema,
    login: loginSchema,
    bundle: bundleDocumentSchema,
    manifest: bundleManifestSchema,
  };
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, z.toJSONSchema(schema)]));
}
