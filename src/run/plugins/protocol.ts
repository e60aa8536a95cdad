/**
 * What a plug-in that is a program says, and what it is told: JSON on standard output and standard input.
 *
 *   PLUGIN describe   → whmcs-doctor/plugin/1: its name, its causes and its checks. Nothing is looked at yet
 *   PLUGIN check      → whmcs-doctor/plugin-result/1: what it says of one target, of which whmcs-doctor/plugin-input/1 tells
 */
import { z } from 'zod';
import { gapCodes } from '../../logic/gap-codes.js';
import { areas, docs, id, judgement, problems, step, text, title } from './words.js';

export const describeSchema = z.strictObject({
  schema: z.literal('whmcs-doctor/plugin/1'),
  name: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'a name is words of small letters and digits with hyphens between them, as acme-vpn'),
  checks: z
    .array(
      z.strictObject({
        id,
        area: z.enum(areas),
        title,
        causes: z.array(z.string()).min(1, 'a check names the causes that it can prove or rule out'),
        onlyWhenSelected: z.literal(true).optional(),
      }),
    )
    .min(1, 'a program without checks is never run'),
  causes: z
    .array(
      z.strictObject({
        id,
        title: text(300),
        explanation: text(4000),
        problems: problems.default([]),
        steps: z.array(step).min(1, 'a cause says what to do about it'),
        docs: docs.default([]),
        follows: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  /** Facts that it wants to be told. */
  facts: z.array(z.string()).default([]),
  /** How long one check of a target may take. */
  budgetSeconds: z.number().positive().max(20).default(10),
  /** What it looks at, in words, for `plan`. */
  touches: z.array(z.strictObject({ kind: z.enum(['read', 'run', 'query', 'contact']), what: text(500) })).default([]),
});
export type Description = z.infer<typeof describeSchema>;

/** Each judgement is held against its shape on its own: one that is wrong costs its check alone. */
const people = z.array(z.strictObject({ personal: z.enum(['address', 'name', 'email']), value: z.string().min(1).max(1000) })).max(1000);

export const looseResultSchema = z.strictObject({
  schema: z.literal('whmcs-doctor/plugin-result/1'),
  people: people.default([]),
  judgements: z.record(z.string(), z.unknown()),
});

const resultSchema = z.strictObject({
  schema: z.literal('whmcs-doctor/plugin-result/1'),
  /** Whose addresses and names stand in the judgements: replaced in bundles and with --redact. */
  people: people.optional(),
  /** By the id of the check: one judgement, or one for each subject. */
  judgements: z.record(z.string(), z.union([judgement, z.array(judgement).min(1).max(200)])),
});

const inputSchema = z.object({
  schema: z.literal('whmcs-doctor/plugin-input/1'),
  tool: z.object({ name: z.literal('whmcs-doctor'), version: z.string() }),
  /** `folder`: of the install, where it is on this machine. */
  target: z.object({ kind: z.enum(['install', 'ssh', 'url']), label: z.string(), folder: z.string().nullable() }),
  systemUrl: z.string().nullable(),
  whmcsVersion: z.string().nullable(),
  /** The operator wants nothing beyond the target to be contacted. */
  offline: z.boolean(),
  /** Those that `describe` asked for: the value, or why it is not known. */
  facts: z.record(
    z.string(),
    z.union([
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), gap: z.enum(gapCodes), why: z.string() }),
    ]),
  ),
});
export type PluginInput = z.infer<typeof inputSchema>;

/** Published in dist/schemas: what a plug-in may leave out is optional there. */
export function pluginSchemas(): Readonly<Record<string, unknown>> {
  const all = { plugin: describeSchema, 'plugin-input': inputSchema, 'plugin-result': resultSchema };
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input' })]));
}
