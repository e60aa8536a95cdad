import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model.js';
import { unprintable } from '../../src/logic/unprintable.js';
import { formatNames, rendererOf, type FormatName } from '../../src/report/formats.js';
import { finding, sampleReport } from '../support/sample-report.js';
import { kinds, one, policy, reportOf } from '../support/report-kinds.js';
import { view } from '../support/view.js';

describe.each(formatNames)('%s', (name) => {
  const cases = Object.entries(kinds).flatMap(([kind, several]) => (['problems', 'all'] as const).map((show) => ({ kind, several, show })));

  it.each(cases)('renders: $kind, --show $show', async ({ several, show }) => {
    const text = await (await rendererOf(name))(several, { ...view, show });
    expect(text === '' || /[^\n]\n$/.test(text), 'it ends with one line break').toBe(true);
    expect(text.split('\n').filter((line) => line.match(unprintable) !== null)).toEqual([]);
    expect(text).not.toMatch(/\b(?:undefined|NaN|\[object Object\])/);
  });

  it('is the same for the same report', async () => {
    const render = await rendererOf(name);
    expect(await render(one(sampleReport()), view)).toBe(await render(one(sampleReport()), view));
  });
});

/** Numbers that JSON can hold, in every place of a report that has one. */
function oddReport(at: (place: number) => number): Report {
  const interval = { lowMs: at(0), highMs: at(1) };
  const whole = reportOf([finding({ durationMs: at(2) }), finding({ status: 'unknown', reason: 'x', durationMs: at(3) })]);
  const counts = { pass: at(4), warn: at(5), fail: at(6), unknown: at(7), skip: at(8), waived: at(9), known: at(10) };
  return {
    ...whole,
    counts,
    startedAt: 'no time',
    durationMs: at(3),
    exitCode: at(4),
    target: { ...whole.target, kind: 'bundle', recorded: { kind: 'install', label: 'x', at: 'x', ageSeconds: at(5), by: 'x' } },
    policy: { ...policy, waivers: policy.waivers.map((waiver) => ({ ...waiver, until: 'no day' })) },
    probes: [
      { fact: 'a', ok: true, gap: null, startedMs: at(6), durationMs: at(7), needs: [] },
      { fact: 'b', ok: false, gap: 'io', why: 'x', startedMs: at(8), durationMs: at(9), needs: ['a'] },
    ],
    problems: [
      {
        id: 'login-redirect-loops',
        title: 'x',
        status: 'undetermined',
        causes: [],
        findings: [],
        seen: [{ what: 'x', count: at(10), last: 'no time', lastAgeSeconds: at(11), source: 'x', sample: 'x' }],
      },
    ],
    pictures: {
      sessionAges: {
        where: 'x',
        counted: at(0),
        sampled: at(1),
        complete: true,
        ages: [
          { upToSeconds: at(2), count: at(3) },
          { upToSeconds: null, count: at(4) },
        ],
        oldestSeconds: at(5),
        lifetimeSeconds: at(6),
        staleAfterSeconds: at(7),
      },
      clock: {
        sources: [{ name: 'x', kind: 'ntp', ...interval, agreed: true }],
        agreed: interval,
        limits: { behindWarnMs: at(8), behindFailMs: at(9), aheadWarnMs: at(10) },
      },
    },
  };
}

describe.each(formatNames)('%s, of a saved report with odd numbers', (name) => {
  const odd = [0, -1, 0.5, 1e21, 1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE];

  it.each(odd)('renders them: %d', async (number) => {
    const render = await rendererOf(name);
    for (const at of [() => number, (place: number) => odd[(odd.indexOf(number) + place) % odd.length] ?? 0])
      for (const show of ['problems', 'all'] as const) {
        const text = await render(one(oddReport(at)), { ...view, show, verbose: true });
        expect(text.split('\n').filter((line) => /\b(?:undefined|NaN|Infinity|\[object Object\])/.test(line))).toEqual([]);
      }
  });
});

describe('the command that says more', () => {
  const mine = finding({ check: 'my-check', cause: 'my cause; true', plugin: '/etc/my plug-in.js' });
  it.each(['pretty', 'html', 'nagios', 'sarif', 'github'] as const)('%s: names the plug-in, and is one command', async (name) => {
    const text = await (await rendererOf(name))(one(reportOf([mine])), { ...view, width: 200 });
    const shown = name === 'html' ? load(text)('code').text() : text;
    expect(shown).toMatch(/whmcs-doctor explain (?:'my cause; true'|my-check) --plugin '\/etc\/my plug-in\.js'/);
  });
});

describe('ten thousand findings', () => {
  const statuses = ['pass', 'warn', 'fail', 'unknown', 'skip'] as const;
  const findings = Array.from({ length: 10_000 }, (_, index) =>
    finding({
      check: `check-${index % 130}`,
      status: statuses[index % 5] ?? 'pass',
      cause: `cause-${index}`,
      subject: `/srv/site-${index}`,
      fingerprint: String(index),
    }),
  );
  const several = one(reportOf(findings));
  const named: readonly FormatName[] = ['junit', 'sarif', 'tap', 'github', 'markdown'];

  // of the processor's time, and the best of some runs, for the machine has other things to do; an idle one takes half of it
  it.each(named)('are rendered by %s in a second', { timeout: 60_000 }, async (name) => {
    const render = await rendererOf(name);
    let best = Infinity;
    for (let run = 0; run < 6 && best > 500_000; run += 1) {
      const began = process.cpuUsage();
      await render(several, { ...view, show: 'all' });
      const { user, system } = process.cpuUsage(began);
      best = Math.min(best, user + system);
    }
    expect(best).toBeLessThan(1_000_000);
  });
});
