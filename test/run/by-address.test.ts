/** What an address shows and what it cannot: every cause stands on one side, and what cannot be seen is skipped with the reason. */
import { describe, expect, it } from 'vitest';
import { isNotShown } from '../../src/logic/beyond-address.js';
import { causes } from '../../src/knowledge/index.js';
import type { Fact, FactId, Probe } from '../../src/model.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { judgeCheck } from '../../src/run/judge.js';
import { builtinProbes } from '../../src/run/probes.js';
import { registryFor } from '../../src/run/registry.js';
import { gather } from '../../src/run/scheduler.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { byWhatIsGiven, namedByAddress, seenByAddress } from '../support/by-address.js';
import { fakeHost } from '../support/fake-host.js';
import { healthy } from '../support/fault-situations.js';

const known = new Set(causes.map(({ id }) => id));
const outside = new Set(builtinProbes.filter(({ from }) => from !== undefined).map(({ fact }) => fact));
/** Who gives no credential of the API is told so by each of them. */
const byApi = builtinProbes.filter(({ from, vantage }) => from !== undefined && vantage === 'api').map(({ fact }) => fact);

/** The facts of a healthy site as an address shows them: those of its own probes as recorded, all others as the registry answers. */
async function factsOfAddress(): Promise<ReadonlyMap<FactId, Fact<unknown>>> {
  const registry = registryFor('url', builtinProbes);
  const beyond = new Map<FactId, Probe>([...registry].filter(([fact]) => !outside.has(fact)));
  const { facts } = await gather([...beyond.keys()], beyond, fakeHost(), defaultOptions, new AbortController().signal);
  const seen = Object.entries(healthy).filter(([fact]) => outside.has(fact as FactId)) as [FactId, Fact<unknown>][];
  const place = healthy['operator.place'];
  const elsewhere: Fact<unknown> | undefined = place?.ok === true ? { ...place, value: { onServer: false } } : undefined;
  const origin = { vantage: 'api', source: 'includes/api.php', at: '2026-11-22T00:00:00.000Z', durationMs: 0 } as const;
  const why = 'the API was not asked: give WHMCS_API_IDENTIFIER and WHMCS_API_SECRET in the environment';
  const notAsked = byApi.map((fact) => [fact, { ok: false, gap: 'disabled', why, origin }] as const);
  return new Map([...facts, ...seen, ...(elsewhere === undefined ? [] : [['operator.place', elsewhere] as const]), ...notAsked]);
}
const facts = await factsOfAddress();

describe('by address', () => {
  it('names causes that exist', () => {
    expect([...seenByAddress].flat().filter((cause) => !known.has(cause))).toEqual([]);
    expect(Object.keys(byWhatIsGiven).filter((cause) => !namedByAddress.has(cause))).toEqual([]);
  });

  it('sees a consequence only of what it can name', () => {
    expect([...seenByAddress.values()].filter((cause) => !namedByAddress.has(cause))).toEqual([]);
  });

  it('has a check for each cause that it can name, which needs no fact of the server', () => {
    const able = builtinChecks.filter((check) => check.needs.every((fact) => outside.has(fact)));
    const nameable = new Set(able.flatMap((check) => check.causes));
    expect([...namedByAddress].filter((cause) => !nameable.has(cause))).toEqual([]);
  });

  const blind = causes.filter(({ id }) => !seenByAddress.has(id)).map(({ id }) => id);
  it.each(blind)('%s cannot be seen: its checks skip, with the reason', (cause) => {
    // a check of something visible too passes for what it sees
    const checks = builtinChecks.filter(
      (check) => check.causes.includes(cause) && !check.causes.some((other) => namedByAddress.has(other)),
    );
    for (const check of checks) {
      for (const judgement of judgeCheck(check, facts)) {
        if (passesForEverybody.has(check.id)) continue;
        expect(judgement, check.id).toMatchObject({ is: 'skip' });
        expect(judgement.is === 'skip' ? judgement.reason : '', check.id).not.toBe('');
      }
    }
  });

  it('says of many that an address does not show it', () => {
    const reasons = builtinChecks.flatMap((check) =>
      judgeCheck(check, facts).flatMap((judgement) => (judgement.is === 'skip' ? [judgement.reason] : [])),
    );
    expect(reasons.filter(isNotShown).length).toBeGreaterThan(40);
  });

  it('is healthy where the site is', () => {
    const loud = builtinChecks.flatMap((check) => judgeCheck(check, facts)).filter(({ is }) => is !== 'pass' && is !== 'skip');
    expect(loud).toEqual([]);
  });
});

/** Nothing that they could find concerns a site that offers no sign-in with providers, which its page shows. */
const passesForEverybody: ReadonlySet<string> = new Set(['provider-unreachable']);
