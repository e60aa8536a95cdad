/**
 * The verdict on a bundle is the verdict on what it was recorded from. Every test of the checks runs here once more; whatever they judge is
 * also redacted, packed, read back and judged again. Facts that nobody thought of for bundles are so, too: those of a cause to come.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadExpertise } from '../src/cli/program.js';
import { redactedFacts } from '../src/cli/collect-redaction.js';
import { packBundle, unpackBundle } from '../src/host/bundle.js';
import { bundleSchema, factsOf, type Bundle } from '../src/host/bundle-document.js';
import { causes } from '../src/knowledge/index.js';
import type { Judgement } from '../src/model.js';
import { parseJson } from '../src/parse/json.js';
import { judgeCheck } from '../src/run/judge.js';
import { recordedFacts } from '../src/run/recorded.js';
import { whenJudged, type Judged } from './support/judge.js';

const seen = new Map<string, number>();

function bundleWith(facts: Bundle['facts']): Bundle {
  return {
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor', version: '1.0.0' },
    recordedAt: '2026-01-01T00:00:00.000Z',
    target: { kind: 'install', label: '/srv/billing' },
    durationMs: 1,
    facts,
    probes: [],
  };
}

/** What must be equal. */
function outline(judgement: Judgement): unknown {
  const { is } = judgement;
  switch (is) {
    case 'warn':
    case 'fail':
      return { is, cause: judgement.cause, confidence: judgement.confidence, evidence: judgement.evidence.length };
    case 'pass':
      return { is, evidence: judgement.evidence.length };
    case 'skip':
    case 'unknown':
      return { is };
    default:
      return judgement satisfies never;
  }
}

const expertise = await loadExpertise();

/** The same but for marks, each of which stands for something. */
function samePlace(live: string | undefined, bundled: string | undefined): boolean {
  if (live === undefined || bundled === undefined) return live === bundled;
  const pattern = bundled.split(/«[^»]*»/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.+')}$`, 's').test(live);
}

whenJudged(({ check, facts, judgements }: Judged) => {
  const { document, redactions } = redactedFacts(bundleWith(Object.fromEntries(facts)), [], expertise);
  const read = unpackBundle(packBundle(document, { redactions }).bytes, parseJson);
  const again = judgeCheck(check, recordedFacts(factsOf(read), read.tool.version), true);
  expect(again.map(outline), `${check.id}, from a bundle`).toEqual(judgements.map(outline));
  again.forEach(({ subject }, index) => {
    const live = judgements[index]?.subject;
    expect(samePlace(live, subject), `${check.id}: ${subject} for ${live}`).toBe(true);
  });
  for (const judgement of again)
    if (judgement.is === 'warn' || judgement.is === 'fail') seen.set(judgement.cause, (seen.get(judgement.cause) ?? 0) + 1);
});

const checks = fileURLToPath(new URL('checks/', import.meta.url));
for (const name of readdirSync(checks, { recursive: true, encoding: 'utf8' }).sort())
  if (name.endsWith('.test.ts')) await import(join(checks, name));

test('every cause was found in a bundle', () => {
  expect(causes.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
});
