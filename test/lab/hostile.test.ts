/**
 * Real components that serve hostile texts, all at once: whatever the program prints or writes of them is neutral, in every command and format,
 * and in a browser.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Report } from '../../src/model.js';
import { formatNames } from '../../src/report/formats.js';
import { runnerCommands } from '../support/actions-runner.js';
import { meant } from '../support/markdown-reader.js';
import { expectPlain, shapes } from '../support/neutral.js';
import { one } from '../support/report-kinds.js';
import { runProgram } from './doctor.js';
import { Lab } from './lab.js';
import { mailed } from './mail-server.js';
import { run } from './process.js';

/** Without a slash and NUL it can be the name of a file. `tag`: by which it is known in what is printed. */
function hostile(tag: string): string {
  return `${tag}\u001b[31m\u001b]0;t\u0007\u009b2J\u202e\u200b\r<img src=x onerror=alert(1)>|'\`";pwned #[a](b) ::error::##[error]x @all\n::error::${tag}`;
}

/** What may stand in a line: of a log, a header, a program's title. */
const inLine = (tag: string): string => hostile(tag).replace(/[\r\n]/g, ' ');

let lab: Lab;
let folder = '';
let target = '';
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  lab = await Lab.start({ web: 'nginx', sessions: 'files' });
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-hostile-'));
  // the install's user looks through it
  chmodSync(folder, 0o755);
  // the operator's own words: `for folder in /srv/*`
  target = join(folder, hostile('zqtarget'));
  symlinkSync(lab.root, target);
  await plantInDatabase();
  plantInFiles();
  ends.push(process_(inLine('zqprocess')));
});
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function plantInDatabase(): Promise<void> {
  await lab.setting('SMTPHost', inLine('zqsmtp'));
  await lab.setting('Email', inLine('zqsender'));
  await lab.setting('CompanyName', hostile('zqcompany'));
  await lab.setting('Template', 'zqtheme');
  await lab.setting('OrderFormTemplate', hostile('zqform'));
  await lab.setting('proxyHeader', hostile('zqheader'));
  await lab.setting('TrustedProxyIps', JSON.stringify([{ ip: hostile('zqtrusted'), note: hostile('zqnote') }]));
  await lab.setting('Version', `8.11.2-${hostile('zqversion')}`.slice(0, 200));
  await lab.sql('INSERT INTO tbladminroles (id, name) VALUES (77, ?)', [hostile('zqrole').slice(0, 150)]);
  await lab.sql('UPDATE tbladmins SET roleid = 77');
  await lab.sql("UPDATE tblemailtemplates SET disabled = 1 WHERE name = 'Password Reset Validation'");
  await mailed({ hoursAgo: 1, subject: hostile('zqsubject').slice(0, 200), failure: hostile('zqmailfailure') });
  for (const said of ['Your license key is invalid', 'Email Sending Failed', 'Failed Admin Login'])
    await lab.sql('INSERT INTO tblactivitylog (date, description) VALUES (NOW(), ?)', [`${said}: ${hostile('zqactivity')}`]);
}

function plantInFiles(): void {
  const theme = join(lab.root, 'templates/zqtheme');
  mkdirSync(theme);
  writeFileSync(join(theme, 'theme.yaml'), `config:\n  parent: ${JSON.stringify(inLine('zqparent'))}\n`);
  writeFileSync(join(theme, 'header.tpl'), `<script src="//x.test/${inLine('zqscript').replace(/["<>]/g, '')}"></script>{if $x}`);
  for (const place of ['templates', 'includes/hooks', 'modules/security'])
    mkdirSync(join(lab.root, place, hostile('zqfolder').replaceAll('/', '')), { recursive: true });
  writeFileSync(join(lab.sessionFolder, `sess_${hostile('zqsession')}`), 'x');
  const now = new Date().toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '[$1-$2-$3 $4 UTC]');
  const lines = [
    `PHP Warning:  session_start(): Failed to read session data: files (path: ${inLine('zqphplog')})`,
    `PHP Warning:  Cannot modify header information - headers already sent by (output started at /srv/${inLine('zqoutput')}.php:3)`,
    `PHP Fatal error:  Allowed memory size of 1 bytes exhausted in ${inLine('zqmemory')}`,
  ];
  writeFileSync(join(lab.root, 'error_log'), lines.map((line) => `${now} ${line}\n`).join(''));
}

/** A process of this title. */
function process_(title: string): () => void {
  const child: ChildProcess = spawn('/usr/bin/sleep', ['300'], { argv0: `php-fpm: pool ${title}`, stdio: 'ignore' });
  return () => child.kill();
}

/** An https site whose certificate and answer are hostile to the last byte. */
async function hostileSite(): Promise<string> {
  const [key, cert] = [join(folder, 'hostile.key'), join(folder, 'hostile.crt')];
  // a common name has 64 letters at most
  const subject = '/CN=zqcommon\u001b[31m<img src onerror> ::error::x /O=zqorganisation\u009b2J\u202e<script>';
  const wish = ['-days', '3', '-utf8', '-subj', subject];
  await run('openssl', [...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert], ...wish]);
  const head = [
    'HTTP/1.1 302 Found',
    `Location: /${inLine('zqlocation')}`,
    `Set-Cookie: ${inLine('zqcookie')}=${inLine('zqvalue')}; path=/`,
    `X-Cache: HIT ${inLine('zqcache')}`,
    `Server: ${inLine('zqserver')}`,
  ];
  const body = `<title>${hostile('zqtitle')}</title><form action="${hostile('zqaction')}">${hostile('zqbody')}`;
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`));
  }).on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ends.push(() => server.close());
  const address = server.address();
  return `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
}

/** Nothing of it is obeyed by a terminal or in the log of a pipeline. */
function expectHarmless(text: string): void {
  expectPlain(text);
  expect(runnerCommands(text)).toEqual([]);
}

async function harmlessly(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, stdout, stderr } = await runProgram(args, input, env);
  expect([status, args.join(' ')], stderr).not.toContain(70);
  expectHarmless(stderr);
  expectHarmless(stdout);
  expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+:\d+\)?\n/);
  return stdout + stderr;
}

/** Every format at once, of one run. */
async function inAllFormats(args: readonly string[], name: string): Promise<Report> {
  const file = (format: string): string => join(folder, `${name}.${format}`);
  const summary = join(folder, `${name}.summary.md`);
  const formats = formatNames.flatMap((format) => ['-f', `${format}=${file(format)}`]);
  const all = [...args, '-v', '--show', 'all', '--audit', file('audit'), ...formats];
  await harmlessly(all, '', { GITHUB_STEP_SUMMARY: summary });
  const report = JSON.parse(readFileSync(file('json'), 'utf8')) as Report;
  for (const format of formatNames) {
    const text = readFileSync(file(format), 'utf8');
    expectPlain(text);
    shapes[format](text, one(report));
  }
  expectHarmless(readFileSync(file('audit'), 'utf8'));
  const markdown = readFileSync(summary, 'utf8');
  expectHarmless(markdown);
  expect(meant(markdown)).toEqual([]);
  return report;
}

/** Tags of what came through to the report. */
function tagsIn(report: Report): ReadonlySet<string> {
  return new Set(JSON.stringify(report).match(/zq[a-z]+/g));
}

it('an install: database, files, logs and processes', { timeout: 120_000 }, async () => {
  const operator = [
    '--admin',
    inLine('zqadmin'),
    '--user',
    inLine('zquser'),
    '--used-url',
    `https://www.billing.test/${encodeURI('zqused<')}`,
  ];
  const report = await inAllFormats(['check', target, '--cacert', lab.ca, ...operator], 'install');
  const tags = tagsIn(report);
  for (const tag of ['zqtarget', 'zqtrusted']) expect([...tags], tag).toContain(tag);
  expect(report.findings.filter(({ status }) => status === 'fail').length).toBeGreaterThan(2);
});

it('an address: certificate, headers, cookies and page', { timeout: 60_000 }, async () => {
  const url = await hostileSite();
  const cacert = join(folder, 'hostile.crt');
  await inAllFormats(['check', url], 'untrusted');
  await inAllFormats(['check', url, '--cacert', cacert], 'url');
  // Node refuses the answer for the controls in its headers: that is what is reported
  expect(readFileSync(join(folder, 'untrusted.json'), 'utf8')).toContain('HPE_INVALID');
});

it('a bundle, and every command that reads one, or a report', { timeout: 120_000 }, async () => {
  const bundle = join(folder, `${hostile('zqbundle')}.tgz`);
  await harmlessly(['collect', target, '--cacert', lab.ca, '-o', bundle, '--yes', '--admin', inLine('zqadmin')]);
  const members = gunzipSync(readFileSync(bundle)).toString('utf8').replaceAll('\0', '');
  expect(members.includes('logs/php.txt')).toBe(true);
  // the heads of an archive have NUL bytes alone
  expectPlain(members);
  await inAllFormats(['check', bundle], 'bundle');
  const report = join(folder, 'install.json');
  for (const args of [
    ['plan', target],
    ['plan', bundle],
    ['triage', bundle],
    ['triage', '-f', 'json', bundle],
    ['diff', report, join(folder, 'bundle.json')],
    ['diff', report, join(folder, 'bundle.json'), '-f', 'json'],
    ['render', report],
    ['render', report, '--ascii'],
    ['render', report, '-f', 'nagios', '--ascii'],
    ['check', bundle, '--redact'],
    ['check', target, '/nowhere', hostile('zqnowhere'), '--cacert', lab.ca, '--only', 'url'],
    ['login', target, '--email', `${inLine('zqlogin')}@b.test`, '--yes', '--via', 'local'],
    ['login', 'https://127.0.0.1:1/', '--email', `${inLine('zqlogin')}@b.test`, '--yes'],
  ])
    expect(
      (await harmlessly(args, '', { WHMCS_LOGIN_PASSWORD: 'x', WHMCS_API_IDENTIFIER: hostile('zqid') })).length,
      args[0],
    ).toBeGreaterThan(0);
});

it('the command line, its files and its input', { timeout: 120_000 }, async () => {
  const file = (name: string, text: string): string => {
    const path = join(folder, `${name} ${inLine('zqfile').replaceAll('/', '')}`);
    writeFileSync(path, text);
    return path;
  };
  const text = `${hostile('zqtext')} login redirect loop, back to the login page. Invalid csrf protection token`;
  const waiver = { check: 'clock-behind', reason: hostile('zqreason'), owner: hostile('zqowner'), until: '2099-01-01' };
  const report = join(folder, 'install.json');
  for (const [args, input] of [
    [['triage', '-'], text],
    [['triage', '-v', '--ascii', '-'], text],
    [['triage', '--jsonl', '-'], `{"id":${JSON.stringify(hostile('zqid'))},"text":${JSON.stringify(text)}}\n${hostile('x')}\n`],
    [['explain', text]],
    [['explain', hostile('zqid')]],
    [['list', hostile('zqlist')]],
    [[hostile('zqcommand')]],
    [['check', `--${hostile('zqoption')}`]],
    [['check', '--fail-on', hostile('zqchoice'), '/x']],
    [['check', '-f', hostile('zqformat'), '/x']],
    [['check', lab.root, '--waivers', file('waivers', JSON.stringify({ waivers: [waiver] })), '--only', 'clock', '--show', 'all']],
    [['check', lab.root, '--waivers', file('bad', hostile('zqyaml')), '--only', 'clock']],
    [['check', lab.root, '--config', file('config', `${JSON.stringify(hostile('zqkey'))}: 1`), '--only', 'clock']],
    [['check', lab.root, '--baseline', file('baseline', hostile('zqbaseline')), '--only', 'clock']],
    [['check', lab.root, '--plugin', file('plugin', 'x'), '--only', 'clock']],
    [['check', lab.root, '-f', `json=${folder}/${inLine('zqnofolder')}/x`, '--only', 'clock']],
    [['render', file('report', `{"schema": ${JSON.stringify(hostile('zqschema'))}}`)]],
    [['check', file('bundle.json', `{"schema": ${JSON.stringify(hostile('zqschema'))}}`)]],
    [['render', report, '-f', 'github']],
    [['completion', hostile('zqshell')]],
  ] as const) {
    const { status, stdout, stderr } = await runProgram(args, input);
    expect([64, 73, 78, 0, 1, 2, 3], `${args.join(' ')}: ${stderr}`).toContain(status);
    expectPlain(stdout);
    expectHarmless(stderr);
    if (args[0] !== 'render') expectHarmless(stdout);
  }
});

it('what was found runs nothing and asks for nothing in a browser', { timeout: 60_000 }, async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
  const heard: string[] = [];
  try {
    for (const name of ['install', 'url', 'untrusted', 'bundle']) {
      const address = pathToFileURL(join(folder, `${name}.html`)).href;
      const page = await browser.newPage();
      page.on('console', (message) => heard.push(message.text()));
      page.on('dialog', (dialog) => heard.push(dialog.message()));
      page.on('pageerror', (error) => heard.push(error.message));
      page.on('request', (request) => void (request.url() === address || heard.push(request.url())));
      await page.goto(address, { waitUntil: 'load' });
      await page.waitForTimeout(100);
      await page.close();
    }
  } finally {
    await browser.close();
  }
  expect(heard).toEqual([]);
});
