/** Pieces of the shapes of plug-ins, in both of their forms: ids, texts, judgements. */
import { z } from 'zod';
import { nearest } from '../../logic/nearest.js';
import { unprintable } from '../../logic/unprintable.js';
import type { Area, Confidence, Risk, Vantage } from '../../model.js';

export const areas = [
  'proxy',
  'url',
  'sessions',
  'clock',
  'license',
  'sign-in',
  'access',
  'mail',
  'two-factor',
] as const satisfies readonly Area[];
export const vantages = [
  'files',
  'shell',
  'web-php',
  'cli-php',
  'database',
  'http',
  'api',
  'provider',
  'operator',
] as const satisfies readonly Vantage[];
const risks = ['none', 'low', 'high'] as const satisfies readonly Risk[];
const confidences = ['proved', 'likely', 'possible'] as const satisfies readonly Confidence[];

/** Two words at least: a single one is an area. */
export const id = z
  .string()
  .max(80)
  .regex(
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/,
    'an id is two or more words of small letters and digits with hyphens between them, as acme-vpn-down',
  );
export const factId = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/, 'the id of a fact is two or more words with dots between them, as acme.vpn');

/** A sentence of the plug-in's own, on one line. */
export const text = (longest: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((said) => said.search(unprintable) < 0, 'must be one line without control characters');

export const problems = z.array(z.string());
export const docs = z.array(
  z
    .string()
    .max(500)
    .regex(/^https:\/\/[^\s"'<>]+$/, 'must be an address that begins with https://'),
);
export const step = z.strictObject({ text: text(1000), command: text(1000).optional(), risk: z.enum(risks).default('none') });
export const title = z.strictObject({ pass: text(300), fail: text(300) });

const scalar = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);
/** What was seen. Its texts come from anywhere: every format escapes them. */
const evidence = z.strictObject({
  label: z.string().min(1).max(300),
  saw: scalar,
  want: scalar.optional(),
  vantage: z.enum(vantages).optional(),
  source: z.string().max(1000).optional(),
});
const evidences = z.array(evidence).max(100);
const subject = z.string().max(1000);
const reason = z.string().min(1).max(2000);
const found = {
  cause: z.string(),
  subject: subject.min(1),
  confidence: z.enum(confidences),
  title: z.string().min(1).max(500).optional(),
  evidence: evidences,
};

export const judgement = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('pass'),
    subject: subject.optional(),
    note: z.string().max(1000).optional(),
    evidence: evidences.default([]),
  }),
  z.strictObject({ is: z.literal('warn'), ...found }),
  z.strictObject({ is: z.literal('fail'), ...found }),
  z.strictObject({ is: z.literal('skip'), subject: subject.optional(), reason }),
  z.strictObject({ is: z.literal('unknown'), subject: subject.optional(), reason, settle: z.string().min(1).max(1000).optional() }),
]);
export type PluginJudgement = z.infer<typeof judgement>;

/** One judgement, or one for each subject. */
export const judgements = z.union([judgement.transform((one) => [one]), z.array(judgement).min(1, 'must hold a judgement').max(200)]);

const knownKeys = [
  ...['schema', 'name', 'checks', 'causes', 'probes', 'facts', 'budgetSeconds', 'touches', 'judgements', 'people'],
  ...['id', 'area', 'title', 'needs', 'wants', 'judge', 'onlyWhenSelected', 'witness', 'pass', 'fail'],
  ...['problems', 'explanation', 'remedies', 'steps', 'verify', 'docs', 'follows', 'versions', 'text', 'command', 'risk'],
  ...['fact', 'vantage', 'budgetMs', 'from', 'observe', 'kind', 'what', 'covers'],
  ...['is', 'cause', 'subject', 'confidence', 'evidence', 'reason', 'settle', 'note', 'label', 'saw', 'want', 'source'],
];

/** The first thing that is wrong, on one line. */
export function complaint(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it is not understood';
  return told(issue);
}

function told(issue: z.core.$ZodIssue, before: readonly PropertyKey[] = []): string {
  const path = [...before, ...issue.path];
  // of the ways in which a judgement may be given the one that came furthest was meant
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const all = issue.errors.flat();
    const deepest = all.reduce<z.core.$ZodIssue | undefined>(
      (most, each) => (most && most.path.length >= each.path.length ? most : each),
      undefined,
    );
    if (deepest) return told(deepest, path);
  }
  const place = path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = (issue.keys[0] ?? '').slice(0, 60);
    const near = nearest(key, knownKeys);
    return `unknown key ${place === '' ? key : `${place}.${key}`}${near === null || near === key ? '' : `: did you mean ${near}?`}`;
  }
  return `${place === '' ? 'the whole' : place}: ${issue.message}`.slice(0, 500);
}
