import { describe, expect, it } from 'vitest';
import { renderPretty } from '../../src/report/pretty.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';
import { view } from '../support/view.js';

describe('pretty', () => {
  const text = renderPretty(sampleReport(), view);

  it('puts causes first, then what could not be looked at, then warnings, then the counts', () => {
    const order = [
      '✗ PHP cannot write',
      'explains',
      'next steps',
      '\n  verify\n',
      '? Could not be looked at',
      '! Sessions end early',
      '1 passed',
    ];
    const body = text.slice(text.lastIndexOf('✗ PHP cannot write'));
    const places = order.map((part) => body.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('says whose machine is meant where it was looked at from elsewhere', () => {
    const { target, ...rest } = sampleReport();
    expect(text).not.toContain('below is');
    expect(renderPretty({ ...rest, target: { ...target, kind: 'ssh' } }, view)).toContain(
      '"this machine" below is the server, reached over SSH\n',
    );
  });

  it('names every cause in one line each before the details', () => {
    const head = text.slice(0, text.indexOf('proved ·'));
    expect(head).toMatch(/✗ PHP cannot write its sessions\n! Sessions end early\n\n/);
  });

  it('prints evidence with what was wanted and from where, numbered steps and the verify command', () => {
    for (const part of [
      'session.save_path: /var/lib/sessions',
      'a folder that exists',
      '/run/php/fpm.sock',
      '1. Create the folder.',
      'whmcs-doctor check --only session-path-unwritable',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('makes one block of what one cause fails and warns of', () => {
    const witness = finding({ check: 'another', status: 'warn', title: 'Somebody else says so, too', subject: 'else', fingerprint: 'f' });
    const shown = renderPretty(sampleReport([witness]), view);
    expect(shown.match(/1\. Create the folder\./g)).toHaveLength(2); // the other cause has the same step
    expect(shown).not.toContain('Somebody else says so');
    expect(shown).toMatch(/\n {2}else\n/);
  });

  it('names one reason once, with all its checks', () => {
    expect(text.match(/no time source answered/g)).toHaveLength(1);
    expect(text).toContain('clock-behind, clock-ahead');
  });

  it('says what skipped checks ask for and never counts them as passed', () => {
    expect(text).toContain('2 skipped until you give what they ask for: FACEBOOK_APP_ID, TWITTER_API_KEY');
    expect(text).toMatch(/1 passed · 1 failed · 1 warning · 2 unknown · 2 skipped\s+exit 2/);
  });

  it('never asks for the --offline that was given', () => {
    const skipped = finding({ check: 'another', status: 'skip', reason: 'Google is not asked with --offline', fingerprint: 'o' });
    const shown = renderPretty(sampleReport([skipped]), view);
    expect(shown).toContain('2 skipped until you give what they ask for: FACEBOOK_APP_ID, TWITTER_API_KEY');
    expect(shown).toContain('1 skipped because it was run with --offline');
  });

  it('stays within 80 columns, but for commands, and ends with one line break', () => {
    for (const line of text.split('\n'))
      if (!line.includes('install -d') && !line.includes('whmcs-doctor check')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('uses no character beyond ASCII when asked, in what it says itself', () => {
    expect(renderPretty(sampleReport(), { ...view, unicode: false })).not.toMatch(/[^\u0000-\u007f]/);
  });

  it('lets nothing through that a terminal obeys', () => {
    const nasty = finding({
      title: hostile,
      subject: hostile,
      evidence: [{ label: hostile, saw: hostile, vantage: 'http', source: hostile }],
      nextSteps: [{ text: hostile, command: hostile, risk: 'low' }],
    });
    const shown = renderPretty(
      sampleReport([nasty, finding({ status: 'unknown', reason: hostile, settle: hostile }), finding({ status: 'skip', reason: hostile })]),
      view,
    );

    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(shown).not.toMatch(/^::error/m);
  });
});

describe('what the logs tell', () => {
  const happened = {
    what: 'a log-in with Duo Security failed',
    count: 3,
    last: '2026-11-22T07:00:00.000Z',
    lastAgeSeconds: 60,
    source: 'tblactivitylog.description',
    sample: hostile,
  };
  const problem = {
    id: 'duo-security-login-failures',
    title: 'Duo Security Login Failures',
    status: 'undetermined',
    causes: [],
    findings: [],
    seen: [happened],
  } as const;

  it('stands there where no finding explains it', () => {
    const text = renderPretty({ ...sampleReport(), problems: [problem] }, view);
    expect(text).toContain('· in the logs of the last week, and not explained by what was found');
    expect(text).toMatch(/Duo Security Login Failures: a log-in with Duo Security failed 3 times,\s+last\s+2026-11-22T07:00:00.000Z/);
  });

  it('is left out where it is explained, or long ago, or nobody asked', () => {
    const old = { ...problem, seen: [{ ...happened, lastAgeSeconds: 30 * 86_400 }] };
    for (const one of [{ ...problem, status: 'explained' as const }, old])
      expect(renderPretty({ ...sampleReport(), problems: [one] }, view)).not.toContain('in the logs');
    expect(renderPretty({ ...sampleReport(), problems: [problem] }, { ...view, quiet: true })).not.toContain('in the logs');
  });
});

describe('what was described', () => {
  const candidate = {
    problem: 'login-redirect-loops',
    title: 'Login Redirect Loops',
    score: 0.874,
    matched: [hostile, 'lands on the login page'],
    status: 'explained',
    causes: ['session-path-missing'],
    findings: ['0123456789abcdef'],
    why: 'proved: PHP cannot write its sessions',
    give: [],
  } as const;
  const others = [
    {
      ...candidate,
      problem: 'frequent-logouts',
      title: 'Frequent Logouts',
      score: 0.41,
      status: 'ruled-out',
      why: 'all 9 checks of its causes passed',
    },
    {
      ...candidate,
      problem: 'login-details-errors',
      title: 'Login Details Errors',
      score: 0.3,
      status: 'undetermined',
      why: `5 of its 9 checks passed; could not be looked at: ${hostile}`,
      give: ['--used-url', '--visitor-ip'],
    },
  ] as const;
  const triage = { best: candidate.problem, candidates: [candidate, ...others], ask: `Is it so? ${hostile}` };
  const text = renderPretty({ ...sampleReport(), triage }, view);

  it('is the first thing after the header: what is proved, ruled out and open', () => {
    const lines = text.split('\n').slice(3);
    expect(lines[0]).toBe('What was described');
    expect(lines[1]).toBe('✗ Login Redirect Loops (87 %): proved: PHP cannot write its sessions');
    expect(lines[2]).toBe('✓ Frequent Logouts (41 %): ruled out: all 9 checks of its causes passed');
    expect(lines[3]).toMatch(/^\? Login Details Errors \(30 %\): open: 5 of its 9 checks passed/);
    expect(text).toContain('\n  to look closer, give --used-url, --visitor-ip\n');
    expect(text.indexOf('to look closer')).toBeLessThan(text.indexOf('✗ PHP cannot write its sessions\n'));
  });

  it('stays within 80 columns, in ASCII too, and lets nothing through that a terminal obeys', () => {
    const ascii = renderPretty({ ...sampleReport(), triage }, { ...view, unicode: false, verbose: true });
    expect(ascii.replace(/\\u\{?[0-9a-f]+\}?/g, '')).not.toMatch(/[^\u0000-\u007f]/);
    expect(ascii).toContain('x Login Redirect Loops (87 %)');
    expect(ascii).toContain('lands on the login page');
    for (const line of text.slice(0, text.indexOf('proved ·')).split('\n'))
      if (!line.includes('evil.example')) expect(line.length, line).toBeLessThanOrEqual(80); // one word without a space is not cut
    for (const shown of [text, ascii]) expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it('asks only where nothing is proved, and says where to record what a bundle lacks', () => {
    expect(text).not.toContain('to know more, ask');
    const report = { ...sampleReport(), triage: { ...triage, candidates: others } };
    expect(renderPretty(report, view)).toContain('to know more, ask: Is it so?');
    const bundle = { ...report, target: { ...report.target, kind: 'bundle' as const } };
    expect(renderPretty(bundle, view)).toContain('to look closer, record the bundle again with --used-url, --visitor-ip');
  });

  it('that is proved by a warning alone is none of the failures', () => {
    const warning = { ...candidate, findings: ['another'] };
    expect(renderPretty({ ...sampleReport(), triage: { ...triage, candidates: [warning] } }, view)).toContain('! Login Redirect Loops');
  });

  it('that matches nothing is said so', () => {
    const none = renderPretty({ ...sampleReport(), triage: { best: 'none', candidates: [], ask: null } }, view);
    expect(none).toContain('What was described: matches no documented problem, so everything was looked at.');
  });

  it('is no claim about the whole install', () => {
    const healthy = { ...sampleReport(), verdict: 'healthy' as const };
    expect(renderPretty(healthy, view)).toContain('Nothing was found that would keep people from logging in.');
    const end = renderPretty({ ...healthy, triage: { ...triage, candidates: others } }, view);
    expect(end).not.toContain('would keep people from logging in');
    expect(end).toMatch(/Nothing was found that would explain what was described\. Without --for/);
  });
});
