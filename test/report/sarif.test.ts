import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Several } from '../../src/model.js';
import { renderSarif } from '../../src/report/sarif.js';
import { filledWith, kinds, knownFinding, one, policy, reportOf, waivedFinding } from '../support/report-kinds.js';
import { meant } from '../support/markdown-reader.js';
import { view } from '../support/view.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

const file = new URL('../fixtures/schemas/sarif-schema-2.1.0.json', import.meta.url);
const official = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
// draft 04 of JSON Schema, of which ajv refuses no more than these two words
const schema = Object.fromEntries(Object.entries(official).filter(([key]) => key !== '$schema' && key !== 'id'));
const validate = new Ajv({
  strict: false,
  unicodeRegExp: false, // a pattern of the schema is none with the flag u
  formats: {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': (text: string) => /^[\w\-.~%/:@!$&'()*+,;=?#[\]]*$/.test(text) && URL.canParse(text, 'file:///'),
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/,
  },
}).compile(schema);

function log(several: Several, show: 'problems' | 'all' = 'problems'): Log {
  return JSON.parse(renderSarif(several, { ...view, show })) as Log;
}
const resultsOf = (several: Several, show: 'problems' | 'all' = 'problems'): readonly Result[] =>
  log(several, show).runs.flatMap(({ results }) => results ?? []);
const all = one(reportOf([...sampleReport().findings, waivedFinding, knownFinding], { policy }));
const place = (several: Several) => resultsOf(several)[0]?.locations?.[0];

describe('sarif', () => {
  it.each(Object.entries(kinds))('%s: is what the official schema says', (_, several: Several) => {
    for (const show of ['problems', 'all'] as const) {
      validate(log(several, show));
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  it('has a rule for every check, with causes and next steps', () => {
    const rules = log(all).runs[0]?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual([...new Set(all.reports[0]?.findings.map(({ check }) => check))]);
    expect(rules[0]).toMatchObject({
      shortDescription: { text: 'PHP cannot write its sessions' },
      helpUri: 'https://docs.whmcs.com/',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['sessions', 'login-redirect-loops'] },
    });
    expect(rules[0]?.help?.text).toContain('install -d -m 1733');
    expect(rules[0]?.help?.markdown).toContain('```sh\n   install -d -m 1733');
    for (const result of resultsOf(all)) expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
  });

  it('has results for what needs a person, and for the rest only on request', () => {
    const kindsOf = (show: 'problems' | 'all') =>
      resultsOf(one(sampleReport()), show).map(({ kind, level }) => `${kind ?? ''} ${level ?? ''}`);
    expect(kindsOf('problems')).toEqual(['fail error', 'fail warning', 'open none', 'open none']);
    expect(kindsOf('all').slice(4)).toEqual(['notApplicable none', 'notApplicable none', 'pass none']);
  });

  it('carries our fingerprint, and tells GitHub apart what stands in one place', () => {
    expect(resultsOf(all)[0]).toMatchObject({
      fingerprints: { 'whmcs-doctor/v1': '0123456789abcdef' },
      partialFingerprints: { primaryLocationLineHash: '0123456789abcdef:1' },
    });
  });

  it('suppresses what is waived, with the reason', () => {
    const waived = resultsOf(all).find(({ ruleId }) => ruleId === 'certificate-invalid');
    expect(waived?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'waived until 2026-12-01 by Ada: the new certificate comes on Monday' },
    ]);
    expect(resultsOf(all)[0]?.suppressions).toEqual([]);
    expect(resultsOf(one(sampleReport()))[0]?.suppressions).toBeUndefined();
  });

  it('compares with a baseline where one was given', () => {
    const states = resultsOf(all).map(({ ruleId, baselineState }) => [ruleId, baselineState]);
    expect(Object.fromEntries(states)).toMatchObject({
      'session-path-unwritable': 'new',
      'disk-space-low': 'unchanged',
    });
    expect(resultsOf(one(sampleReport())).map(({ baselineState }) => baselineState)).toEqual(Array(4).fill(undefined));
  });

  it('has no result for what is fixed, and says it of the run', () => {
    expect(resultsOf(all).map(({ ruleId }) => ruleId)).not.toContain('mails-waiting');
    expect(resultsOf(all).filter(({ baselineState }) => baselineState === 'absent')).toEqual([]);
    const said = log(all).runs[0]?.invocations?.[0]?.toolConfigurationNotifications?.map(({ message }) => message.text);
    expect(said).toContain('fixed: Mails wait');
  });

  it('tells of the run: exit status, times, looks that failed', () => {
    const report = reportOf(sampleReport().findings, {
      probes: [
        { fact: 'php.web', ok: false, gap: 'timeout', why: 'no answer', startedMs: 0, durationMs: 1, needs: [] },
        { fact: 'api.admin', ok: false, gap: 'disabled', why: 'not asked', startedMs: 0, durationMs: 1, needs: [] },
      ],
    });
    const [run] = log(one(report)).runs;
    expect(run?.invocations).toMatchObject([
      {
        executionSuccessful: true,
        exitCode: 2,
        startTimeUtc: '2026-11-22T00:00:00.000Z',
        endTimeUtc: '2026-11-22T00:00:01.234Z',
        toolExecutionNotifications: [{ message: { text: 'php.web: timeout: no answer' } }],
      },
    ]);
    expect(run?.invocations?.[0]?.toolExecutionNotifications).toHaveLength(1);
    const unusable = log(kinds['unusable only'] ?? all).runs[0];
    expect(unusable?.invocations?.[0]).toMatchObject({ executionSuccessful: false, exitCode: 64 });
    expect(unusable?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toContain('holds no configuration.php');
  });

  it('names a category of its own for each target', () => {
    const ids = log(kinds['several, some of them unusable'] ?? all).runs.map(({ automationDetails }) => automationDetails?.id);
    expect(ids).toEqual([
      'whmcs-doctor//srv/billing/',
      'whmcs-doctor/https://billing.example.com//',
      'whmcs-doctor/not-looked-at//srv/other/',
    ]);
  });

  const runOf = (several: Several) => log(several).runs[0];
  const labelled = (label: string) => one({ ...reportOf([finding({})]), target: { ...sampleReport().target, label } });

  it.each([
    ['inst', './inst', 'inst/', './/inst/./'],
    ['/srv/billing', '/srv//billing/', '/srv/./billing'],
    ['https://billing.example.com', 'https://billing.example.com/', 'https://BILLING.example.com:443'],
    ['ssh://root@h/srv/x', 'ssh://root@h//srv/x/'],
  ])('one target is of one category, however it was typed: %s', (first, ...others) => {
    const category = (label: string) => runOf(labelled(label))?.automationDetails?.id;
    expect(others.map(category)).toEqual(others.map(() => category(first)));
    expect(category(first)).not.toBe(category(`${first}2`));
  });

  it('has no category twice in one file', () => {
    const [report] = labelled('inst').reports;
    const [same] = labelled('./inst').reports;
    const both = { reports: [report, same].filter((each) => each !== undefined), unusable: [] };
    expect(new Set(log(both).runs.map(({ automationDetails }) => automationDetails?.id)).size).toBe(2);
  });

  it.each([
    ['unusable only', /holds no configuration/],
    ['nothing judged', /Nothing could be judged: every check was skipped/],
    ['no check', /Nothing could be judged/],
    ['only looks that failed', /Nothing could be judged: every look failed or was skipped/],
    ['only waived looks that failed', /Nothing could be judged/],
  ])('closes nothing where nothing was judged: %s', (kind, why) => {
    const failed = finding({ status: 'unknown', reason: 'no answer' });
    const more: Readonly<Record<string, Several>> = {
      'only looks that failed': one(reportOf([failed])),
      'only waived looks that failed': one(
        reportOf([{ ...failed, waived: { reason: 'x', owner: 'y', until: '2026-12-01' } }], { verdict: 'incomplete' }),
      ),
    };
    const run = runOf(kinds[kind] ?? more[kind] ?? all);
    expect(run?.automationDetails?.id).toMatch(/^whmcs-doctor\/not-looked-at\//);
    expect(run?.invocations?.[0]?.executionSuccessful).toBe(false);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]).toMatchObject({
      level: 'error',
      message: { text: expect.stringMatching(why) as unknown },
    });
    const judged = runOf(one(reportOf([failed, finding({})])));
    expect(judged?.automationDetails?.id).not.toContain('not-looked-at');
    expect(judged?.invocations?.[0]?.executionSuccessful).toBe(true);
  });

  it('describes a rule by its cause, and one of a plug-in by nothing that was read', () => {
    const described = (cause: string) => runOf(one(reportOf([finding({ cause })])))?.tool.driver.rules?.[0]?.fullDescription;
    expect(described('session-path-missing')?.text).toBeTruthy();
    expect(described('my-own-cause')).toBeUndefined();
  });

  it('keeps an id in the help as code', () => {
    const check = 'a`[b](http://evil.example)';
    const markdown = runOf(one(reportOf([finding({ check })])))?.tool.driver.rules?.[0]?.help?.markdown ?? '';
    expect(meant(markdown.replaceAll('**', ''))).toEqual([]);
  });

  it.each(['no time', '', '+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00Z', '2026-99-99T00:00:00Z'])(
    'has no times where there are none: %s',
    (startedAt) => {
      const odd = one(reportOf([finding({})], { startedAt, durationMs: 1e300 }));
      validate(log(odd));
      expect(validate.errors ?? []).toEqual([]);
      expect(runOf(odd)?.invocations?.[0]).not.toHaveProperty('startTimeUtc');
    },
  );

  // https://github.com/github/codeql-action/issues/754 and 2456: no other scheme than file, no empty address, no location missing
  it.each(Object.entries(kinds))('%s: every result has a place that code scanning accepts', (_, several: Several) => {
    for (const { locations } of resultsOf(several, 'all')) {
      const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
      expect(uri).toMatch(/^(?:file:\/\/|[^:]+$)/);
      expect(uri).not.toBe('');
      expect(locations?.[0]?.physicalLocation?.region?.startLine).toBeGreaterThan(0);
    }
  });

  it('says in which file it is, and of what is no file whose it is', () => {
    const at = (subject: string, source = 'tblconfiguration.SystemURL') =>
      place(one(reportOf([finding({ subject, evidence: [{ label: 'x', saw: 'y', vantage: 'files', source }] })])));
    expect(at('/srv/billing/configuration.php')?.physicalLocation?.artifactLocation).toEqual({
      uri: 'configuration.php',
      uriBaseId: 'INSTALL',
    });
    expect(at('PHP', '/etc/php/8.2/fpm/pool.d/a b.conf:12')).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'file:///srv/billing' } },
    });
    expect(at('PHP', '/etc/php/8.2/fpm/pool.d/www.conf:12')).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'file:///etc/php/8.2/fpm/pool.d/www.conf' }, region: { startLine: 12 } },
    });
    expect(at('billing.example.com')).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'file:///srv/billing' } },
      logicalLocations: [{ fullyQualifiedName: 'billing.example.com' }],
    });
    const there = kinds['over ssh'] ?? all;
    expect(place(there)).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'file://[2001:db8::1]/var/lib/sessions' } },
    });
    expect(log(there).runs[0]?.originalUriBaseIds).toEqual({ INSTALL: { uri: 'file://[2001:db8::1]/srv/billing/' } });
    const { target, ...rest } = reportOf([finding({ subject: 'billing.example.com', evidence: [] })]);
    expect(place(one({ ...rest, target: { ...target, kind: 'url', label: 'https://billing.example.com:8443/' } }))).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'billing.example.com%3A8443' } },
    });
  });

  it('keeps hostile texts as texts: neither links nor placeholders', () => {
    for (const text of ['[here](http://evil.example)', '{0} {12}', hostile, '\ud800', 'SARIF_BUILDER_INVALID', '//x', '../..', ':']) {
      const several = filledWith(text);
      validate(log(several, 'all'));
      expect(validate.errors ?? [], text).toEqual([]);
      for (const { message } of resultsOf(several, 'all')) expect(message.text, text).not.toMatch(/\]\(|\{\d+\}/);
    }
  });
});
