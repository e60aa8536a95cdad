/** Bundles that anybody may have written: of facts of any shape there is a report, without a crash, and nothing passes on what is no fact. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../src/cli/bundle-target.js';
import { loadExpertise } from '../src/cli/program.js';
import { asBundle, bundleSchema, type Bundle } from '../src/host/bundle-document.js';
import type { Check, Fact, FactId, Report } from '../src/model.js';
import { toJson } from '../src/report/json.js';
import { reportSchema } from '../src/report/schema.js';
import { builtinChecks } from '../src/run/builtin.js';
import { judgeCheck } from '../src/run/judge.js';
import { recordedFacts } from '../src/run/recorded.js';
import { healthy } from './support/fault-situations.js';

const program = await loadExpertise();
const policy = { selection: { only: [], skip: [], require: [] }, severity: {}, failOn: 'warn' } as const;
const table = healthy as Readonly<Record<string, Fact<unknown>>>;

function bundleOf(facts: Readonly<Record<string, Fact<unknown>>>): Bundle {
  return {
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor', version: '1.0.0' },
    recordedAt: '2026-01-01T00:00:00.000Z',
    target: { kind: 'install', label: '/srv' },
    durationMs: 1,
    facts,
    probes: [],
  };
}

function reportOn(facts: Readonly<Record<string, Fact<unknown>>>): string {
  const report = judge(program, bundleOf(facts), 'bundle.tgz', policy);
  expect(reportSchema.safeParse(report).error).toBeUndefined();
  return toJson(report);
}

function withValue(id: string, value: unknown): Readonly<Record<string, Fact<unknown>>> {
  const fact = table[id];
  return fact ? { ...table, [id]: { ok: true, origin: fact.origin, value } } : table;
}

/** Checks that need the fact and pass all the same. */
function passing(id: string, value: unknown): readonly string[] {
  const facts = recordedFacts(new Map(Object.entries(withValue(id, value)) as [FactId, Fact<unknown>][]), '1.0.0');
  const needing = builtinChecks.filter((check: Check) => check.needs.includes(id as FactId));
  return needing.filter((check) => judgeCheck(check, facts, true).some(({ is }) => is === 'pass')).map(({ id: name }) => name);
}

/** They are decided by other facts before they would read a field of this one. */
const decidedWithout: Readonly<Record<string, readonly string[]>> = {
  'clock.now': ['cron-path-wrong', 'php-cron-version-differs'],
  'operator.thresholds': ['php-clock-differs', 'session-path-shared'],
  'php.pool': ['session-path-private-tmp'],
  'php.web': ['session-extension-missing'],
  'proxy.ranges': ['dns-partly-proxied'],
  'site.url': ['facebook-credentials-invalid', 'host-header-loses-port'],
};

const seen = Object.entries(table)
  .filter(([, fact]) => fact.ok)
  .map(([id]) => id);

describe.each(seen)('%s', (id) => {
  it.each([
    ['null', null],
    ['a text', 'x'],
    ['a number', 7],
    ['a list', []],
  ])('passes nothing as %s', (_, value) => {
    expect(passing(id, value)).toEqual([]);
  });

  it('passes nothing without its fields', () => {
    expect(passing(id, {})).toEqual(decidedWithout[id] ?? []);
    expect(reportOn(withValue(id, {}))).not.toContain('please report it');
  });
});

/** Of this check, in a bundle that holds nothing else. */
function said(id: string, fact: string, value: unknown): readonly string[] {
  const check = builtinChecks.find((one) => one.id === id);
  const origin = { vantage: 'shell', source: 'test', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } as const;
  const facts = recordedFacts(new Map([[fact as FactId, { ok: true, origin, value } as Fact<unknown>]]), '1.0.0');
  return check === undefined ? [] : judgeCheck(check, facts, true).map(({ is }) => is);
}

describe('what was not looked at does not pass', () => {
  const store = {
    decidedBy: 'session.save_handler',
    way: 'fcgi',
    savePath: 'x',
    files: null,
    database: null,
    trial: { persisted: true, errors: [] },
  };
  it.each([
    ['session-server-failing', 'sessions.store', { ...store, handler: 'redis', lifetimeSeconds: null, remote: {} }],
    ['license-unreachable-from-php', 'license.from-php', { servers: [], controls: [], extension: true, disabled: [] }],
    ['license-unreachable-from-php', 'license.connection-test', { available: true, hosts: [] }],
  ])('%s, %s', (id, fact, value) => {
    expect(said(id, fact, value)).toEqual(['unknown']);
  });

  it('nor does a bundle in which nothing was seen', () => {
    const blind = (gap: 'disabled' | 'unsupported') =>
      Object.fromEntries(
        Object.entries(table).map(([id, { origin }]) => [id, { ok: false, gap, why: 'not from here', beyond: true, origin }] as const),
      );
    for (const gap of ['disabled', 'unsupported'] as const) {
      const none = JSON.parse(reportOn(blind(gap))) as Report;
      expect(none.counts).toMatchObject({ pass: 0, fail: 0, warn: 0 });
      expect([none.verdict, none.exitCode]).toEqual(['incomplete', 3]);
    }
    const only = { ...policy, selection: { ...policy.selection, only: ['session-server-failing'] } };
    expect(judge(program, bundleOf(blind('disabled')), 'bundle.tgz', only).verdict).toBe('incomplete');
    expect(judge(program, bundleOf(table), 'bundle.tgz', only)).toMatchObject({ verdict: 'healthy', counts: { pass: 0, skip: 1 } });
  });
});

/** One value somewhere inside is another. */
function changed(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return by;
  const inner = changed(Reflect.get(value, key), rest, by);
  return Array.isArray(value) ? value.map((item: unknown, at) => (String(at) === key ? inner : item)) : { ...value, [key]: inner };
}

it.each([-1, 1e300])('makes a report that is read back, whatever its times are: %d', (ms) => {
  const probe = { fact: 'php.web', ok: true, gap: null, startedMs: ms, durationMs: ms, needs: [] };
  const bundle = asBundle({ ...bundleOf(healthy), durationMs: ms, probes: [probe] });
  expect(reportSchema.safeParse(judge(program, bundle, 'bundle.tgz', policy)).error).toBeUndefined();
});

it('survives any value anywhere in the facts', { timeout: 120_000 }, () => {
  const strange = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      'x'.repeat(200_000),
      Array.from({ length: 2000 }, () => 'a'),
      1e308,
      -1,
      '\u001b[2J',
      '../../etc',
      {},
    ),
  );
  const steps = fc.array(fc.nat(30), { maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...seen), steps, strange, (id, path, by) => {
      const began = performance.now();
      const fact = table[id];
      expect(reportOn(withValue(id, fact?.ok === true ? changed(fact.value, path, by) : by))).not.toContain('please report it');
      expect(performance.now() - began).toBeLessThan(5000);
    }),
    { numRuns: 150 },
  );
});
