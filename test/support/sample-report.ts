/** A report with one finding of every status, for tests of formats. */
import type { Evidence, Finding, Report } from '../../src/model.js';

export const hostile =
  'a\u001b[31mred\u001b]8;;http://evil.example\u0007x\u202egnp.exe\u0000\r\n::error::<script>alert(1)</script>`|*\u009b2J';

const evidence: Evidence = {
  label: 'session.save_path',
  saw: '/var/lib/sessions',
  want: 'a folder that exists',
  vantage: 'web-php',
  source: '/run/php/fpm.sock',
};

export function finding(given: Partial<Finding>): Finding {
  return {
    check: 'session-path-unwritable',
    area: 'sessions',
    status: 'fail',
    title: 'PHP cannot write its sessions',
    cause: 'session-path-missing',
    problems: ['login-redirect-loops'],
    confidence: 'proved',
    subject: '/var/lib/sessions',
    evidence: [evidence],
    nextSteps: [{ text: 'Create the folder.', command: 'install -d -m 1733 /var/lib/sessions', risk: 'low' }],
    verify: 'whmcs-doctor check --only session-path-unwritable',
    docs: ['https://docs.whmcs.com/'],
    fingerprint: '0123456789abcdef',
    durationMs: 1,
    ...given,
  };
}

const quiet = { cause: null, problems: [], confidence: null, subject: null, evidence: [], nextSteps: [], verify: null, docs: [] } as const;

export function sampleReport(findings: readonly Finding[] = []): Report {
  return {
    schema: 'whmcs-doctor/report/1',
    tool: { name: 'whmcs-doctor', version: '1.2.3' },
    target: { kind: 'install', label: '/srv/billing', whmcsVersion: '8.11.2', systemUrl: 'https://billing.example.com/' },
    startedAt: '2026-11-22T00:00:00.000Z',
    durationMs: 1234,
    verdict: 'failing',
    exitCode: 2,
    counts: { pass: 1, warn: 1, fail: 1, unknown: 2, skip: 2, waived: 0, known: 0 },
    findings: [
      finding({}),
      finding({
        check: 'session-lifetime-short',
        status: 'warn',
        title: 'Sessions end early',
        cause: 'session-lifetime-short',
        confidence: 'likely',
      }),
      finding({ ...quiet, check: 'clock-behind', status: 'unknown', reason: 'no time source answered', settle: 'Let UDP port 123 out.' }),
      finding({ ...quiet, check: 'clock-ahead', status: 'unknown', reason: 'no time source answered', settle: 'Let UDP port 123 out.' }),
      finding({ ...quiet, check: 'twitter-callback-unregistered', status: 'skip', reason: 'needs TWITTER_API_KEY' }),
      finding({ ...quiet, check: 'facebook-credentials-invalid', status: 'skip', reason: 'needs FACEBOOK_APP_ID' }),
      finding({ ...quiet, check: 'curl-missing', status: 'pass', title: 'PHP has curl' }),
      ...findings,
    ],
    problems: [],
    probes: [{ fact: 'php.web', ok: true, gap: null, startedMs: 3, durationMs: 12, needs: [] }],
  };
}
