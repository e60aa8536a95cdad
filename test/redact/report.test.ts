/** A report keeps its own words, whatever a site hands out and whatever the password is. */
import { describe, expect, it } from 'vitest';
import { sealed } from '../../src/cli/look-at-all.js';
import { loadProgram } from '../../src/cli/program.js';
import { personal } from '../../src/logic/personal.js';
import type { Fact, FactId, Personal, Report } from '../../src/model.js';
import { finding, sampleReport } from '../support/sample-report.js';

const program = await loadProgram('install');
const origin = { vantage: 'operator', source: 'test', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } as const;

function sealedWith(report: Report, secrets: readonly string[], people: readonly Personal[] | null = null): Report {
  const facts = new Map<FactId, Fact<unknown>>([['operator.report', { ok: true, value: people, origin }]]);
  return sealed({ report, gathered: { facts, probes: [] }, program, secrets: () => secrets }, people !== null);
}

const ordinary = sampleReport([
  finding({}),
  finding({ check: 'login-page-cached', area: 'sign-in', status: 'unknown', reason: 'the check of the files could not be proved' }),
  finding({ check: 'admin-folder-mismatch', area: 'access', status: 'pass', subject: 'files' }),
]);

describe('a secret that is a word of this program', () => {
  it.each(['pass', 'fail', 'login', 'http', 'https', 'proved', 'files', 'sessions', 'whmcs', 'check', 'database', 'web-php'])(
    'changes nothing and so is not betrayed by a gap: %s',
    (word) => {
      expect(sealedWith(ordinary, [word])).toEqual(ordinary);
    },
  );

  it('is hidden where it was read', () => {
    const evidence = [
      { label: 'the database', saw: 'user whmcs, password files', vantage: 'database', source: 'mysql://whmcs:files@db/' },
    ] as const;
    const first = sealedWith(sampleReport([finding({ evidence })]), ['files']).findings.at(-1);
    expect(first?.evidence[0]).toMatchObject({ saw: 'user whmcs, password [secret]', source: 'mysql://whmcs:[secret]@db/' });
  });
});

it('any other secret stands nowhere in a report, in no part that could hold one', () => {
  const canary = 'CANARY-1a2b3c';
  const report = sampleReport([
    finding({
      title: `a ${canary}`,
      subject: canary,
      reason: canary,
      settle: canary,
      verify: canary,
      nextSteps: [{ text: canary, command: canary, risk: 'low' }],
      evidence: [{ label: canary, saw: canary, want: canary, vantage: 'http', source: canary }],
      waived: { reason: canary, until: '2027-01-01', owner: canary },
    }),
  ]);
  const probe = { fact: 'clock.now', ok: false, gap: 'io', why: canary, partial: canary, startedMs: 0, durationMs: 0, needs: [] } as const;
  const seen = { what: 'x', count: 1, last: null, lastAgeSeconds: null, source: canary, sample: canary };
  const candidate = {
    problem: 'login-redirect-loops',
    title: 'x',
    score: 1,
    matched: [canary],
    status: 'explained',
    causes: [],
    findings: [],
    why: canary,
    give: [],
  } as const;
  const recorded = { kind: 'install', label: canary, at: '', ageSeconds: 0, by: '1' } as const;
  const whole: Report = {
    ...report,
    target: { ...report.target, label: canary, whmcsVersion: canary, systemUrl: `https://x/${canary}`, recorded },
    triage: { best: 'none', candidates: [candidate], ask: null },
    problems: [{ id: 'login-redirect-loops', title: 'x', status: 'explained', causes: [], findings: [], seen: [seen] }],
    probes: [probe],
  };
  expect(JSON.stringify(sealedWith(whole, [canary]))).not.toContain('CANARY');
});

it('an administrator called admin takes no word out of the report, and jane does not appear in it', () => {
  const people: readonly Personal[] = [
    { personal: 'name', value: 'admin', class: '' },
    { personal: 'name', value: 'jane', class: '' },
  ];
  expect(sealedWith(ordinary, [], people)).toEqual(ordinary);
  const first = sealedWith(
    sampleReport([finding({ title: 'JANE cannot sign in', reason: 'jane is locked', subject: 'jane' })]),
    [],
    people,
  ).findings.at(-1);
  expect(JSON.stringify(first)).not.toMatch(/jane/i);
  expect(first?.title).toMatch(/^«name:\w+» cannot sign in$/);
});

describe('what a plug-in said', () => {
  const said =
    'from 203.0.113.9:443, 198.51.100.007, [2001:db8::5]:80, ::ffff:203.0.113.9 and %5B2001%3Adb8%3A%3A5%5D, not 127.0.0.1, 10.0.0.7, fe80::1 at 12:34:56 by 1.2.3';
  const report = sampleReport([
    finding({
      plugin: '/opt/acme.mjs',
      title: said,
      subject: '203.0.113.9',
      reason: said,
      evidence: [{ label: said, saw: '203.0.113.9', want: said, vantage: 'operator', source: said }],
    }),
    finding({ check: 'login-page-cached', evidence: [{ label: 'Server', saw: '203.0.113.9', vantage: 'http', source: 'x' }] }),
  ]);

  it('has no address of anybody with --redact, declared or not', () => {
    const { findings } = sealedWith(report, [], []);
    const theirs = JSON.stringify(findings.filter(({ plugin }) => plugin !== undefined));
    expect(theirs).not.toMatch(/203\.0|198\.51|2001|ffff/);
    const [title = ''] = findings.flatMap((each) => (each.plugin === undefined ? [] : [each.title]));
    expect(title).toMatch(
      /^from «public address:(\w+)»:443, «public address:\w+», \[«public address:(\w+)»\]:80, «public address:\1» and %5B«public address:\2»%5D, not 127\.0\.0\.1, 10\.0\.0\.7, fe80::1 at 12:34:56 by 1\.2\.3$/,
    );
    // ours says itself what is personal
    expect(findings.find(({ check }) => check === 'login-page-cached')?.evidence[0]?.saw).toBe('203.0.113.9');
    expect(sealedWith(report, [])).toEqual(report);
  });

  it('has no address in a look of its own that failed', () => {
    const probe = { ok: false, gap: 'bug', startedMs: 0, durationMs: 1, needs: [] } as const;
    const probes = ['acme.vpn', 'site.url'].map((fact) => ({ ...probe, fact, why: 'no answer of 203.0.113.9' }));
    const whys = sealedWith({ ...report, probes }, [], []).probes.map(({ why }) => why);
    expect(whys).toEqual([expect.stringMatching(/^no answer of «public address:\w+»$/), 'no answer of 203.0.113.9']);
  });

  it('has no name that it marked', () => {
    const named = sampleReport([
      finding({ plugin: '/opt/acme.mjs', evidence: [{ label: 'l', saw: 'jane', vantage: 'operator', source: 's' }] }),
    ]);
    expect(sealedWith(named, [], [personal('name', 'Jane')]).findings.find(({ plugin }) => plugin !== undefined)?.evidence[0]?.saw).toMatch(
      /^«name:/,
    );
  });
});
