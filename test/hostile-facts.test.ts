/**
 * From every fact to every format. Every test of the checks runs here once more; whatever they judge is judged again with each text of the
 * facts hostile, one at a time, and what the findings make of it is shown in all formats. So a new fact is covered with the test of its check.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import * as knowledge from '../src/knowledge/index.js';
import type { Fact, FactId, Finding, Report } from '../src/model.js';
import { formatNames, rendererOf, type FormatName } from '../src/report/formats.js';
import { builtinChecks } from '../src/run/builtin.js';
import { findingOf } from '../src/run/findings.js';
import { judgeCheck } from '../src/run/judge.js';
import { factor } from './fuzz/harness.js';
import { whenJudged, type Judged } from './support/judge.js';
import { expectPlain, harmless, shapes } from './support/neutral.js';
import { mark, payloads } from './support/payloads.js';
import { one, reportOf } from './support/report-kinds.js';
import { view } from './support/view.js';

const all = Object.entries(payloads);
/** By fact and place: whose texts have been hostile at all, and whose came through to a finding. */
const tried = new Set<string>();
const told = new Map<string, Finding>();
const judged = new Map<string, number>();
let turn = 0;

/** Every text in a value, with the way there; positions in lists are one place. */
function* textsIn(value: unknown, path: readonly string[] = []): Generator<{ readonly path: readonly string[]; readonly text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, [...path, key]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: string): unknown {
  if (key === undefined) return by;
  const inner = replaced(Reflect.get(value as object, key), rest, by);
  return Array.isArray(value)
    ? value.map((each: unknown, at) => (String(at) === key ? inner : each))
    : { ...(value as object), [key]: inner };
}

function placeOf(path: readonly string[]): string {
  return path.map((key) => (/^\d+$/.test(key) ? '[]' : key)).join('.');
}

/** A value may be a URL or a path whose beginning decides; what follows is somebody's. */
const ways: readonly ((text: string, hostile: string) => string)[] = [
  (text, hostile) => `${text}${hostile}`,
  (_, hostile) => hostile,
  (text, hostile) => `${hostile}${text}`,
];

const context = { whmcsVersion: null, target: `/srv/${mark}`, severity: null, required: false, anonymous: false, durationMs: 1 } as const;

function judgeWith({ check, facts }: Judged, changed: ReadonlyMap<FactId, Fact<unknown>>): void {
  for (const judgement of judgeCheck(check, { get: (id) => changed.get(id) ?? facts.get(id) })) {
    if ('reason' in judgement && judgement.reason.startsWith('the check itself failed')) continue; // test/hostile-bundle.test.ts
    const finding = findingOf(check, judgement, { ...context, knowledge });
    const places = [...textsIn({ ...finding, verify: null })].flatMap(({ path, text }) => (text.includes(mark) ? [placeOf(path)] : []));
    if (places.length === 0) continue;
    // in `npm run fuzz` with every text, else with three of them, and others from place to place
    const key = [check.id, finding.cause, finding.status, turn % (factor > 1 ? all.length : 3), ...new Set(places)].join(' ');
    if (!told.has(key)) told.set(key, { ...finding, fingerprint: `f${told.size}` });
  }
}

whenJudged((case_: Judged) => {
  const { check, facts, judgements } = case_;
  const what = judgements.map((each) => ('cause' in each ? each.cause : each.is)).join(' ');
  for (const id of [...check.needs, ...(check.wants ?? [])]) {
    const fact = facts.get(id);
    if (fact === undefined) continue;
    const shown = fact.ok ? { value: fact.value, source: fact.origin.source } : { why: fact.why, settle: fact.settle };
    for (const { path, text } of textsIn(shown)) {
      const place = `${id} ${placeOf(path)}`;
      tried.add(place);
      const key = `${check.id} ${what} ${place}`;
      const times = judged.get(key) ?? 0;
      if (times >= factor) continue;
      judged.set(key, times + 1);
      for (const way of ways) {
        const [, hostile = ''] = all[++turn % all.length] ?? [];
        const { source, ...rest } = replaced(shown, path, way(text, hostile)) as { readonly source?: string };
        const origin = source === undefined ? fact.origin : { ...fact.origin, source };
        judgeWith(case_, new Map([[id, { ...fact, ...rest, origin } as Fact<unknown>]]));
      }
    }
  }
});

const checks = fileURLToPath(new URL('checks/', import.meta.url));
for (const name of readdirSync(checks, { recursive: true, encoding: 'utf8' }).sort())
  if (name.endsWith('.test.ts')) await import(join(checks, name));

/** Fifty at a time, as a report of one target. */
function reports(findings: readonly Finding[]): readonly Report[] {
  return Array.from({ length: Math.ceil(findings.length / 50) }, (_, at) => reportOf(findings.slice(at * 50, at * 50 + 50)));
}

async function shown(name: FormatName, report: Report): Promise<string> {
  return await (
    await rendererOf(name)
  )(one(report), { ...view, show: 'all', verbose: true });
}

test('hostile texts of facts come through to findings of every check and cause', () => {
  const found = [...told.values()];
  expect(found.length).toBeGreaterThan(1500);
  expect(tried.size).toBeGreaterThan(500);
  const silent = builtinChecks.map(({ id }) => id).filter((id) => !found.some(({ check }) => check === id));
  // it shows addresses of proxies, told from ours, and counts
  expect(silent).toEqual(['trusted-proxies-superseded']);
});

test.each(formatNames)('%s makes nothing of them', { timeout: 120_000 }, async (name) => {
  // what a reason asks for is counted (src/report/skip-words.ts): in other words it would be another sum
  const skipped = [...told.values()].filter(({ status }) => status === 'skip');
  const others = [...told.values()].filter(({ status }) => status !== 'skip');
  for (const report of reports(skipped)) {
    const text = await shown(name, report);
    expectPlain(text);
    shapes[name](text, one(report));
  }
  for (const report of reports(others)) {
    const text = await shown(name, report);
    expectPlain(text);
    const twin = { ...report, findings: harmless(report.findings) };
    expect(shapes[name](text, one(report))).toEqual(shapes[name](await shown(name, twin), one(twin)));
  }
});

const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('commands with them are commands that bash reads, on as many lines as were meant', () => {
  const steps = [...told.values()].flatMap(({ nextSteps, verify }) => [...nextSteps.map(({ command }) => command), verify]);
  const commands = [...new Set(steps.filter((command) => command?.includes(mark) === true))].map(String);
  expect(commands.length).toBeGreaterThan(100);
  const script = join(folder, 'commands.sh');
  // each as a function: it is read, never run; <version> and the like are for people to fill in
  writeFileSync(script, commands.map((each, at) => `f${at}() {\n${each.replace(/<[a-z -]+>/g, 'filled')}\n}\n`).join(''));
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-n', script], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(readFileSync(script, 'utf8')).not.toMatch(/^(?:pwned|\s*::)/m);
});
