/**
 * Every probe on hosts on which every answer, and every error, repeats secrets. What the program knows to be secret stands in no report, in
 * no format, and in no bundle; nor does what only looks like a secret.
 */
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { redactedFacts } from '../src/cli/collect-redaction.js';
import { sealed } from '../src/cli/look-at-all.js';
import { loadProgram } from '../src/cli/program.js';
import { packBundle } from '../src/host/bundle.js';
import { bundleSchema, type Bundle } from '../src/host/bundle-document.js';
import { SecretVault } from '../src/host/vault.js';
import { LookFailed } from '../src/logic/failure.js';
import { printable } from '../src/logic/http-answer.js';
import type { Fact, FactId, Probe, Report } from '../src/model.js';
import { defaultOptions } from '../src/policy/defaults.js';
import { formatNames, rendererOf } from '../src/report/formats.js';
import { builtinProbes } from '../src/run/probes.js';
import { conclude } from '../src/run/run.js';
import { gather, type Gathered, type Registry } from '../src/run/scheduler.js';
import { canaries, finderOf, strangers, type Canary } from './support/canaries.js';
import { healthy, situations } from './support/fault-situations.js';
import { faultyHost } from './support/faulty-host.js';

type Table = Readonly<Partial<Record<FactId, Fact<unknown>>>>;

const program = await loadProgram('install');
const policy = { selection: { only: [], skip: [], require: [] }, severity: {}, failOn: 'warn' } as const;
const about = { kind: 'install', label: '/srv/billing', startedAt: '2026-01-01T00:00:00.000Z', durationMs: 1, recordedBy: null } as const;
const known: readonly Canary[] = Object.values(canaries);
const unknown: readonly Canary[] = Object.values(strangers);

const rows = builtinProbes.flatMap((probe) =>
  Object.entries({ 'as recorded': {}, ...situations[probe.fact] }).map(([situation, differs]) => ({
    name: `${probe.fact}, ${situation}`,
    probe,
    table: { ...healthy, ...differs } as Table,
  })),
);

/** A text in which each of these stands, beginning with another one for each row, so that other ones are cut off. */
type Shape = (secrets: readonly string[]) => string;

const literals = program.messages.flatMap((message) => message.literals.slice(0, 1));
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What files, programs and servers say, with secrets where these would stand. */
const shapes: Readonly<Record<string, Shape>> = {
  'one after the other': (secrets) =>
    `x=1 ${secrets.flatMap((secret) => [secret, base64(`u:${secret}`), encodeURIComponent(secret)]).join(' ')}`,
  'lines of logs': (secrets) =>
    literals
      .map((literal, index) => {
        const secret = secrets[index % secrets.length] ?? '';
        return [
          `[22-Nov-2026 07:59:30 UTC] PHP Warning: ${literal} auth=${secret} in /x.php?token=${encodeURIComponent(secret)} on line 3`,
          `2026-11-22 07:59:30 ${secret} ${literal}: password "${secret}"`,
        ][index % 2];
      })
      .join('\n'),
  'answers in JSON': (secrets) => {
    const [first = '', second = ''] = secrets;
    return JSON.stringify({
      result: 'error',
      message: `Invalid IP 203.0.113.9 ${first}`,
      error: { message: second, code: 190, type: `OAuthException ${first}` },
      errors: [{ message: `${first} ${second}` }],
      stat: 'FAIL',
      message_detail: `${first}: ${second}`,
      Status: 0,
      Answer: secrets.map((secret) => ({ name: 'x', type: 16, data: `"v=spf1 ${secret}"` })),
      app_domains: secrets,
      value: secrets.join(' '),
    });
  },
  'a page': (secrets) => {
    const [first = '', second = '', third = ''] = secrets.map((secret) => secret.replaceAll('"', '&quot;'));
    return `<html data-x="${first}"><head><title>${second}</title><base href="https://u:${third}@billing.test/"><meta name="generator" content="${first}">
<script>var csrfToken = '${first}', whmcsBaseUrl = "https://billing.test/${second}";</script><script src="https://cdn.test/x.js?v=${first}"></script></head>
<body><!-- ${second} --><p>Fatal error: Uncaught Exception: ${first} in /srv/x.php:3 Stack trace: #0 {main}</p>
<form action="https://www.billing.test/index.php?rp=/login/${third}&k=${first}" method="post"><input type="hidden" name="token" value="${first}"><input name="username"><input name="password" value="${second}"></form>
<div class="g_id_signin" data-client_id="${first}"></div><a href="/contact.php?${second}">${third}</a>${secrets.join('<br>')}</body></html>`;
  },
  'settings of programs': (secrets) =>
    secrets
      .flatMap((secret) => [
        `session.save_handler = redis`,
        `session.save_path = "tcp://cache:6379?auth=${secret}"`,
        `php_admin_value[session.save_path] = "tcp://u:${encodeURIComponent(secret)}@cache"`,
        `sendmail_path = "/usr/bin/msmtp --passwordeval='echo ${secret}' -t"`,
        `auto_prepend_file = "/srv/x.php"`,
        `*/5 * * * * acme /usr/bin/mysqldump -p${secret} whmcs | curl -u admin:${secret} https://x/?k=${secret}; php -q /srv/crons/cron.php --key=${secret}`,
        `env[DB_PASSWORD] = ${secret}`,
        `fastcgi_param DB_PASSWORD "${secret}";`,
        `SetEnv DB_PASSWORD "${secret}"`,
        `server_name ${secret.toLowerCase()}.test;`,
      ])
      .join('\n'),
  'what a mail server says': (secrets) =>
    secrets.map((secret) => `535 5.7.8 ${base64(`\0u@b.test\0${secret}`)} ${secret} authentication failed`).join('\r\n'),
};

function turned<T>(all: readonly T[], by: number): readonly T[] {
  const at = by % all.length;
  return [...all.slice(at), ...all.slice(0, at)];
}

type Fault = Parameters<typeof faultyHost>[0];

function saying(text: string): Fault {
  const row = new Proxy({ value: text }, { get: () => text, has: () => true });
  return { is: 'saying', text, rows: [row, row] };
}

function failing(text: string): Fault {
  return { is: 'failing', gap: 'io', why: `Access denied for user 'whmcs'@'localhost' (using password: ${text})`, code: 'EIO' };
}

/** Column → what the host of a row says. */
function columns(secrets: readonly Canary[]): readonly (readonly [string, (row: number) => Fault, number])[] {
  const values = (row: number): readonly string[] => turned(secrets, row).map(({ value }) => value);
  const all: readonly (readonly [string, (row: number) => Fault])[] = [
    ...Object.entries(shapes).map(([name, shape]) => [name, (row: number) => saying(shape(values(row)))] as const),
    ['errors', (row) => failing(values(row).slice(0, 3).join(' '))],
  ];
  return all.map(([name, faultOf], turn) => [name, faultOf, turn]);
}

function recorded(fact: FactId, there: Fact<unknown> | undefined): Probe {
  const observe = async (): Promise<never> => {
    if (there?.ok === true) return { value: there.value, source: there.origin.source } as never;
    throw new LookFailed(there?.gap ?? 'absent', there?.why ?? `${fact} was not recorded`, there?.beyond ? { beyond: true } : {});
  };
  return { fact, vantage: 'files', title: fact, needs: [], wants: [], budgetMs: 1000, touches: [], observe };
}

const usualNames = ['8.2', 'ea-php82', 'php82', 'apache2', 'fpm', 'www.conf', '20-extra.ini', 'php', 'example.php'];

async function looked(
  probe: Probe,
  table: Table,
  fault: Fault,
  vault: SecretVault,
  odd: readonly string[],
  areKnown: boolean,
): Promise<Gathered> {
  const names = [...usualNames, ...odd.filter((name) => !name.includes('/')).flatMap((name) => [name, `${name}.php`, `sess_${name}`])];
  const { host } = faultyHost(fault);
  const neighbours = [...probe.needs, ...probe.wants].map((id): [FactId, Probe] => [id, recorded(id, table[id])]);
  const registry: Registry = new Map([[probe.fact, probe], ...neighbours]);
  const options = {
    ...defaultOptions,
    target: '/srv/billing',
    usedUrl: 'https://billing.test/clientarea.php',
    user: 'a@b.test',
    webProbe: true,
    licenseSelected: true,
    timeoutMs: 100,
    origin: probe.from === 'outside' || probe.fact === 'proxy.edge' ? '192.0.2.10' : null,
  };
  // names, headers and replies are whole, as the program's own host hands them on, and a resolver tells of addresses alone
  const list: typeof host.files.list = async (...given) => {
    await host.files.list(...given);
    return { entries: names.map((name) => ({ name, kind: /\.[a-z]+$/.test(name) ? 'file' : 'directory' })), truncated: false };
  };
  const lookup: typeof host.net.lookup = async (...given) => ({ addresses: ['192.0.2.1'], code: (await host.net.lookup(...given)).code });
  // Headers and replies of mail servers are judged by their whole values: of what nobody told the program, only credentials by their form go.
  // Ids of requests look like secrets too, and masking them hid which proxy answered.
  const http: typeof host.net.http = async (...given) => {
    const answer = await host.net.http(...given);
    return answer.ok
      ? { ...answer, headers: answer.headers.map(([name]) => [name, areKnown ? answer.body : 'text/html'] as const) }
      : answer;
  };
  const smtp: typeof host.net.smtp = async (...given) => {
    const seen = await host.net.smtp(...given);
    const whole = areKnown ? printable('text' in fault ? fault.text : '') : '535 5.7.8 Error: authentication failed';
    return seen.banner === null ? seen : { ...seen, banner: whole, failure: seen.failure && { ...seen.failure, reply: whole } };
  };
  const net = { ...host.net, lookup, http, smtp };
  const own = { ...host, files: { ...host.files, list }, net, vault: vault.front() };
  return gather([probe.fact], registry, own, options, new AbortController().signal);
}

/** The judgement of a table in which one fact is the faulty one. */
function judged(probe: Probe, table: Table, { facts, probes }: Gathered): Report {
  const all = new Map<FactId, Fact<unknown>>([...(Object.entries(table) as [FactId, Fact<unknown>][])]);
  const own = facts.get(probe.fact);
  if (own) all.set(probe.fact, own);
  const checks = program.checks.filter(({ needs, wants }) => [...needs, ...(wants ?? [])].includes(probe.fact));
  return conclude(program, policy, checks, { facts: all, probes: probes.filter(({ fact }) => fact === probe.fact) }, about);
}

const view = {
  colour: false,
  unicode: true,
  width: 100,
  show: 'all',
  quiet: false,
  verbose: true,
  problemTitle: (id: string) => id,
  symptomOf: () => null,
} as const;

function bundleOf(id: FactId, fact: Fact<unknown>): Bundle {
  const { label, startedAt } = about;
  return {
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor', version: '1.0.0' },
    recordedAt: startedAt,
    target: { kind: 'install', label },
    durationMs: 1,
    facts: { [id]: fact },
    probes: [],
  };
}

interface Column {
  readonly leaks: readonly string[];
  readonly report: Report;
}

const everyHowManieth = 10;

/** All rows in all columns take minutes: without CANARY_ALL each row meets one of them, or none, and the rows of one probe meet several. */
function isOfTurn(row: number, turn: number): boolean {
  return process.env['CANARY_ALL'] === '1' || (row + turn) % everyHowManieth === 0;
}

/** All rows of one column, each alone and their reports as one. */
async function column(secrets: readonly Canary[], faultOf: (row: number) => Fault, areKnown: boolean, turn: number): Promise<Column> {
  const shown = finderOf(secrets);
  const leaks: string[] = [];
  const reports: Report[] = [];
  for (const [index, { name, probe, table }] of rows.entries()) {
    if (!isOfTurn(index, turn)) continue;
    const vault = new SecretVault();
    if (areKnown) for (const { kind, value } of secrets) vault.keep(kind, value);
    const gathered = await looked(probe, table, faultOf(index), vault, areKnown ? secrets.map(({ value }) => value) : [], areKnown);
    const fact = gathered.facts.get(probe.fact);
    if (!fact) throw new Error('no fact');
    const report = sealed({ report: judged(probe, table, gathered), gathered, program, secrets: () => vault.values() }, false);
    const bundle = redactedFacts(bundleOf(probe.fact, fact), vault.named(), program);
    const { bytes } = packBundle(bundle.document, { redactions: bundle.redactions });
    const text = `${JSON.stringify(report)}\n${gunzipSync(bytes).toString('utf8')}`;
    for (const leak of shown(text)) leaks.push(`${name}: ${leak}`);
    reports.push(report);
  }
  const [first] = reports;
  if (!first) throw new Error('no report');
  const report = { ...first, findings: reports.flatMap(({ findings }) => findings), probes: reports.flatMap(({ probes }) => probes) };
  return { leaks, report };
}

async function inFormats(report: Report, shown: (text: string) => readonly string[]): Promise<readonly string[]> {
  const leaks: string[] = [];
  for (const format of formatNames) {
    const text = await (await rendererOf(format))({ reports: [report], unusable: [] }, view);
    for (const leak of shown(text)) leaks.push(`${format}: ${leak}`);
  }
  return leaks;
}

describe('secrets that the program knows', () => {
  it.each(columns(known))(
    'are in no report and no bundle: %s',
    { timeout: process.env['CANARY_ALL'] === '1' ? 600_000 : 60_000 },
    async (_, faultOf, turn) => {
      const { leaks, report } = await column(known, faultOf, true, turn);
      expect(leaks, leaks.join('\n')).toEqual([]);
      expect(await inFormats(report, finderOf(known))).toEqual([]);
    },
  );

  it('would be found, were they not hidden', { timeout: process.env['CANARY_ALL'] === '1' ? 600_000 : 60_000 }, async () => {
    const [[, faultOf, turn] = ['', () => failing(''), 0]] = columns(known);
    expect((await column(known, faultOf, false, turn)).leaks).not.toEqual([]);
  });
});

describe('what only looks like a secret', () => {
  it.each(columns(unknown).filter(([name]) => name !== 'errors'))(
    'is in no report and no bundle: %s',
    { timeout: process.env['CANARY_ALL'] === '1' ? 600_000 : 60_000 },
    async (_, faultOf, turn) => {
      const { leaks } = await column(unknown, faultOf, false, turn);
      expect(leaks, leaks.join('\n')).toEqual([]);
    },
  );
});
