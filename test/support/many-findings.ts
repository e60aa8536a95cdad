/** A report of very many findings, as an install with thousands of folders, hosts or people could have it. */
import { causes, problems } from '../../src/knowledge/index.js';
import type { Finding, Report, Status } from '../../src/model.js';
import { problemReports } from '../../src/run/problems.js';
import { count } from '../../src/run/verdict.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { finding, sampleReport } from './sample-report.js';

const statuses: readonly Status[] = ['fail', 'pass', 'warn', 'pass', 'skip', 'pass', 'unknown', 'fail'];

/** Every check in turn, each about a subject of its own. */
export function manyFindings(wanted: number): Report {
  const findings = Array.from({ length: wanted }, (_, at): Finding => {
    const check = builtinChecks[at % builtinChecks.length];
    const status = statuses[at % statuses.length] ?? 'pass';
    const bad = status === 'fail' || status === 'warn';
    const cause = causes.find(({ id }) => id === check?.causes[0]);
    const subject = `/srv/shop-${at}/sessions`;
    const seen = { label: 'Permissions', saw: `drwx------ owner ${at}`, want: 'drwxrwx-wt', vantage: 'shell', source: subject } as const;
    return finding({
      check: check?.id ?? '',
      area: check?.area ?? 'url',
      status,
      title: (bad ? check?.title.fail : check?.title.pass) ?? '',
      cause: bad ? (cause?.id ?? null) : null,
      problems: bad ? (cause?.problems ?? []) : [],
      confidence: bad ? 'proved' : null,
      subject,
      evidence: status === 'skip' || status === 'unknown' ? [] : [seen, { ...seen, label: 'Owner', saw: at }],
      nextSteps: bad
        ? [
            { text: `Give ${subject} to the user that PHP runs as.`, command: `chown www-data ${subject}`, risk: 'low' },
            { text: 'Sign in again.', risk: 'none' },
          ]
        : [],
      verify: bad ? `whmcs-doctor check --only ${check?.id ?? ''}` : null,
      docs: bad ? ['https://docs.whmcs.com/'] : [],
      fingerprint: at.toString(16).padStart(16, '0'),
      durationMs: at % 7,
      ...(status === 'unknown' ? { reason: `${subject} did not answer`, settle: 'Ask again.' } : {}),
      ...(status === 'skip' ? { reason: 'needs --visitor-ip' } : {}),
    });
  });
  return { ...sampleReport(), counts: count(findings), findings, problems: problemReports(problems, causes, builtinChecks, findings) };
}
