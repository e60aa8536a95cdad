import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model.js';
import { renderJunit } from '../../src/report/junit.js';
import { finding, sampleReport } from '../support/sample-report.js';
import { filledWith, kinds, knownFinding, one, policy, reportOf, waivedFinding } from '../support/report-kinds.js';

const read = (text: string) => load(text, { xml: true });
const sample = () => read(renderJunit(one(reportOf([...sampleReport().findings, waivedFinding, knownFinding], { policy }))));

describe('junit', () => {
  it('makes a suite of a target, with what is known of it', () => {
    const suite = sample()('testsuites > testsuite');
    expect(suite.attr()).toMatchObject({
      name: '/srv/billing',
      tests: '9',
      failures: '2',
      errors: '2',
      skipped: '4',
      time: '1.234',
      timestamp: '2026-11-22T00:00:00',
    });
    const properties = suite.find('property').map((_, each) => [[each.attribs['name'], each.attribs['value']]]);
    expect(Object.fromEntries(properties.get() as [string, string][])).toMatchObject({
      'whmcs version': '8.11.2',
      'System URL': 'https://billing.example.com/',
      'whmcs-doctor version': '1.2.3',
    });
  });

  it('names a case by its check and its subject, whatever its outcome: its history hangs on the name', () => {
    const $ = sample();
    expect($('testcase').first().attr()).toMatchObject({
      classname: 'sessions.session-path-unwritable',
      name: 'session-path-unwritable: /var/lib/sessions',
    });
    const passed = read(renderJunit(one(reportOf([finding({ status: 'pass', title: 'PHP can write its sessions', cause: null })]))));
    expect(passed('testcase').attr('name')).toBe($('testcase').first().attr('name'));
  });

  it('gives no two cases the same name', () => {
    const twins = [finding({}), finding({ cause: 'disk-full' }), finding({ cause: 'disk-full' })];
    const $ = read(renderJunit(one(reportOf(twins))));
    const names = $('testcase').map((_, each) => each.attribs['name']);
    expect(new Set(names.get()).size).toBe(3);
  });

  const namesOf = (findings: readonly Finding[]): readonly string[] =>
    read(renderJunit(one(reportOf(findings))))('testcase')
      .map((_, each) => each.attribs['name'])
      .get();

  it('gives a number only to what is the same in all else, and takes no name that another has', () => {
    const twin = finding({ subject: 'x', cause: null });
    const findings = [
      twin,
      twin,
      finding({ subject: 'x (2)', cause: null }),
      finding({ subject: 'x', cause: 'a' }),
      finding({ subject: 'x (a)', cause: null }),
    ];
    for (const order of [findings, [...findings].reverse()]) {
      const names = namesOf(order);
      expect(new Set(names).size, names.join(', ')).toBe(findings.length);
      expect(names[order.indexOf(findings[2] ?? twin)]).toBe('session-path-unwritable: x (2)');
    }
    expect(namesOf([finding({ subject: 'x', cause: 'a' }), finding({ subject: 'x', cause: 'b' })])).toEqual(
      [...namesOf([finding({ subject: 'x', cause: 'b' }), finding({ subject: 'x', cause: 'a' })])].reverse(),
    );
  });

  it('takes an empty subject for none', () => {
    expect(namesOf([finding({ subject: '' })])).toEqual(['session-path-unwritable']);
  });

  it.each([1e300, -1, Number.MAX_VALUE])('tells a time in decimals, whatever a saved report has: %d', (durationMs) => {
    const $ = read(renderJunit(one(reportOf([finding({ durationMs })], { durationMs, startedAt: 'no time' }))));
    for (const node of $('[time]').get()) expect($(node).attr('time')).toMatch(/^\d+\.\d{3}$/);
    expect($('testsuite').attr('timestamp')).toBe('1970-01-01T00:00:00');
  });

  it('tells a failure by its cause, its evidence and its next steps', () => {
    const failure = sample()('failure').first();
    expect(failure.attr()).toEqual({ type: 'session-path-missing', message: 'PHP cannot write its sessions' });
    for (const part of [
      'saw     session.save_path: /var/lib/sessions',
      'want    a folder that exists',
      '1. Create the folder.',
      'install -d',
    ])
      expect(failure.text()).toContain(part);
  });

  it('makes an error of what could not be looked at, and skips what is skipped or accepted, with the reason', () => {
    const $ = sample();
    expect($('testcase[name=clock-behind] > error').attr('message')).toBe('could not be looked at: no time source answered');
    expect($('testcase[name=twitter-callback-unregistered] > skipped').attr('message')).toBe('needs TWITTER_API_KEY');
    expect($('testcase[name^=certificate-invalid] > skipped').attr('message')).toContain(
      'waived until 2026-12-01 by Ada: the new certificate comes on Monday',
    );
    expect($('testcase[name^=disk-space-low] > skipped').attr('message')).toContain('it stands in the baseline');
    expect($('testcase[name=curl-missing]').children()).toHaveLength(0);
  });

  it('fails a warning only where the exit status counts it', () => {
    const warnings = (kind: string) => read(renderJunit(kinds[kind] ?? one(sampleReport())));
    expect(warnings('warnings')('failure')).toHaveLength(1);
    expect(warnings('warnings that do not count')('failure')).toHaveLength(0);
    expect(warnings('warnings that do not count')('skipped').attr('message')).toContain('--fail-on does not count');
    const beside = warnings('warnings beside a failure, which do not count');
    expect(beside('failure')).toHaveLength(1);
    expect(beside('testcase[name^=session-lifetime-short] > skipped').attr('message')).toContain('--fail-on does not count');
    expect(read(renderJunit(one({ ...sampleReport(), failOn: 'warn' })))('failure')).toHaveLength(2);
    expect(read(renderJunit(one({ ...sampleReport(), failOn: 'never', exitCode: 0 })))('failure')).toHaveLength(1);
  });

  it('never passes where nothing could be judged, or a target could not be looked at', () => {
    expect(read(renderJunit(kinds['nothing judged'] ?? filledWith('')))('error').attr('message')).toContain('Nothing could be judged');
    const $ = read(renderJunit(kinds['several, some of them unusable'] ?? filledWith('')));
    expect($('testsuite[name="/srv/other"] error').attr('message')).toContain('holds no configuration.php');
  });

  it('tells waivers and the baseline beside the cases', () => {
    const said = sample()('system-out').text();
    expect(said).toContain(
      'waiver for check clock-behnd (Ada: the new certificate comes on Monday) names no check, cause, problem or area that exists, and waives nothing: did you mean clock-behind?',
    );
    expect(said).toContain('fixed: Mails wait');
  });

  it('keeps hostile texts as texts', () => {
    for (const text of [']]><testcase name="x"/>', '<!-- ', '&lt;&#0;&amp;', '"/><failure x="', '\ud800\ufffe\uffff\u0000', '<![CDATA[']) {
      const $ = read(renderJunit(filledWith(text)));
      expect($('testsuite'), text).toHaveLength(3);
      expect($('testcase').length, text).toBe(9 + 7 + 1);
      expect($('failure > *, error > *, skipped > *'), text).toHaveLength(0);
    }
    expect(renderJunit(filledWith(']]>'))).not.toContain(']]>');
    expect(renderJunit(filledWith('\u0001\ufffe\uffff'))).not.toMatch(/[\u0001\ufffe\uffff]/);
  });
});
