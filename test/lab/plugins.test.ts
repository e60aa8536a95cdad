/** Plug-ins with the real program: whose rights, what they are told, and that nothing of them is left. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/model.js';
import { auditLine, isAnnounced, type PlanItem } from '../support/announced.js';
import { readmeFile } from '../tools/readme-files.js';
import { complaints, runDoctor, runProgram } from './doctor.js';
import { Lab, plain } from './lab.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
/** Not in /tmp: a folder that only root can change. */
const folder = '/run/lab-plugins';
const asRoot = process.getuid?.() === 0;
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start(plain);
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o755 });
});

function written(name: string, text: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const description = JSON.stringify({
  schema: 'whmcs-doctor/plugin/1',
  name: 'acme',
  causes: [{ id: 'acme-trouble', title: 'Trouble', explanation: 'e', problems: ['frequent-logouts'], steps: [{ text: 'Mend it' }] }],
  checks: [{ id: 'acme-trouble', area: 'url', title: { pass: 'No trouble', fail: 'Trouble' }, causes: ['acme-trouble'] }],
  facts: ['install.configuration', 'database.connection', 'php.web'],
  budgetSeconds: 1,
});
const script = (check: string): string => `#!/bin/bash\nif [ "$1" = describe ]; then echo '${description}'; exit; fi\n${check}\n`;
const saying = (said: string): string =>
  `cat >/dev/null; printf '%s' '{"schema":"whmcs-doctor/plugin-result/1","judgements":{"acme-trouble":${said}}}'`;

function own({ findings }: Report): Finding {
  const [finding, ...more] = findings.filter(({ check }) => check.startsWith('acme-'));
  expect(more).toEqual([]);
  return finding as Finding;
}

/** Command lines of what runs in the laboratory. */
function running(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => (existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : ''));
}

async function gone(text: string): Promise<boolean> {
  for (let patience = 20; patience > 0; patience -= 1) {
    if (!running().some((line) => line.includes(text))) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

describe('a program beside the built-in checks', () => {
  test('passes and fails as the README says, and all others are as ever', async () => {
    const plugin = written('acme-maintenance', readmeFile('acme-maintenance'));
    const healthy = await runDoctor(lab, { args: ['--plugin', plugin] });
    expect(complaints(healthy.report)).toEqual([]);
    expect(healthy.status).toBe(0);
    expect(own(healthy.report).status).toBe('pass');
    writeFileSync(join(lab.root, '.maintenance'), '');
    const broken = await runDoctor(lab, { args: ['--plugin', plugin] });
    rmSync(join(lab.root, '.maintenance'));
    expect(broken.status).toBe(2);
    expect(complaints(broken.report)).toEqual(['fail acme-maintenance-left-on (acme-maintenance-left-on): Maintenance flag = there']);
    expect(broken.report.problems.find(({ id }) => id === 'login-redirect-loops')).toMatchObject({
      status: 'explained',
      causes: ['acme-maintenance-left-on'],
    });
    expect(broken.report.probes.find(({ fact }) => fact === 'plugin.acme-maintenance')).toMatchObject({ ok: true });
  });

  test('is announced by plan and listed by the audit', async () => {
    const plugin = written('acme.sh', script(saying('{"is":"pass"}')));
    const args = ['--plugin', plugin, '--only', 'acme-*', '--cacert', lab.ca];
    const { stdout } = await runProgram(['plan', lab.root, '-f', 'json', ...args]);
    const plan = (JSON.parse(stdout) as { readonly items: readonly PlanItem[] }).items;
    await runDoctor(lab, { args: [...args, '--audit', '/tmp/audit'] });
    const lines = readFileSync('/tmp/audit', 'utf8')
      .trimEnd()
      .split('\n')
      .map(auditLine)
      .filter(({ what }) => what.includes('acme.sh'));
    expect(lines).toEqual([
      { fact: '-', kind: 'run', what: `${plugin} describe` },
      { fact: 'plugin.acme', kind: 'run', what: `${plugin} check` },
    ]);
    for (const line of lines) expect(isAnnounced(line, plan, {}), line.what).toBe(true);
  });

  test('hears no secret of the install, nor of the operator', async () => {
    const plugin = written('acme.sh', script(`{ env; cat; } > /tmp/heard; ${saying('{"is":"pass"}')}`));
    const env = {
      WHMCS_API_IDENTIFIER: 'plantedidentifier',
      WHMCS_API_SECRET: 'plantedsecret',
      ACME_TOKEN: 'plantedtoken',
      SMTP_PASSWORD: 'plantedmail',
    };
    const { report } = await runDoctor(lab, { args: ['--plugin', plugin], env });
    expect(own(report).status).toBe('pass');
    const heard = readFileSync('/tmp/heard', 'utf8');
    expect(heard).toContain(`WHMCS_DOCTOR_FOLDER=${lab.root}`);
    expect(heard).toContain('"install.configuration":{"ok":true');
    const configuration = readFileSync(join(lab.root, 'configuration.php'), 'utf8');
    const secrets = [...configuration.matchAll(/\$(?:db_password|cc_encryption_hash|license)\s*=\s*['"]([^'"]{6,})['"]/g)].map(
      ([, value = '']) => value,
    );
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of [...secrets, 'planted']) expect(heard).not.toContain(secret);
  });

  test('cannot drive a terminal, nor carry a secret that is known on', async () => {
    const configuration = readFileSync(join(lab.root, 'configuration.php'), 'utf8');
    const [, password = ''] = /\$db_password\s*=\s*['"]([^'"]+)['"]/.exec(configuration) ?? [];
    const hostile = `{"is":"fail","cause":"acme-trouble","subject":"\\u001b]0;x\\u0007 ::error::%0A","confidence":"proved","title":"\\u001b[2J","evidence":[{"label":"it is ${password}","saw":"${password}\\u202e","source":"<script>"}]}`;
    const plugin = written('acme.sh', script(saying(hostile)));
    for (const format of ['pretty', 'json']) {
      const { stdout, stderr } = await runProgram(['check', lab.root, '--plugin', plugin, '-f', format, '--cacert', lab.ca]);
      expect(stdout + stderr).not.toContain(password);
      if (format === 'pretty') expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
      else expect(own(JSON.parse(stdout) as Report).status).toBe('fail');
    }
  });
});

describe('a program that goes wrong', () => {
  const slow = 'sleep 4242 & sleep 4243';

  test('costs only its own checks, and is ended with its group of processes', async () => {
    const plugin = written('acme.sh', script(slow));
    const { report, status } = await runDoctor(lab, { args: ['--plugin', plugin] });
    expect(status).toBe(3);
    expect(own(report)).toMatchObject({ status: 'unknown', reason: expect.stringMatching(/plug-in acme\.sh .*budget of 1 s/) as string });
    expect(complaints(report)).toHaveLength(1);
    expect(await gone('sleep 424')).toBe(true);
  });

  test('is ended with the run, by SIGINT', async () => {
    const plugin = written('acme.sh', script(slow).replace('"budgetSeconds":1', '"budgetSeconds":20'));
    const args = ['check', lab.root, '--plugin', plugin, '-f', 'json', '--cacert', lab.ca, '--only', 'acme-*'];
    const child = spawn(process.execPath, [launcher, ...args], { cwd: '/', stdio: ['ignore', 'pipe', 'ignore'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
    while (!running().some((line) => line.includes('sleep 4243'))) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');
    const [status] = (await once(child, 'close')) as [number | null];
    expect(status).toBe(130);
    expect(own(JSON.parse(stdout) as Report)).toMatchObject({ status: 'unknown', reason: expect.stringMatching(/stopped/) as string });
    expect(await gone('sleep 424')).toBe(true);
  });

  test('leaves the other formats whole', async () => {
    const plugin = written('acme.sh', script('echo rubbish; exit 0'));
    const { status, stdout } = await runProgram([
      'check',
      lab.root,
      '--plugin',
      plugin,
      '-f',
      'pretty',
      '-f',
      'json=/tmp/report.json',
      '--cacert',
      lab.ca,
    ]);
    expect(status).toBe(3);
    expect(stdout.replace(/\s+/g, ' ')).toContain('the plug-in acme.sh printed what is not JSON ("rubbish")');
    expect(own(JSON.parse(readFileSync('/tmp/report.json', 'utf8')) as Report).status).toBe('unknown');
  });
});

describe('a file that cannot be used', () => {
  const module = "export default { checks: [{ id: 'acme-trouble' }] };";

  test.each([
    ['none.js', null, /there is no such file/],
    ['plain.sh', 'echo', /chmod \+x/],
    ['throws.mjs', '\nthrow new Error("no licence")', /no licence, line 2/],
    ['syntax.mjs', 'const a = 1;\nexport default {{;', /SyntaxError: .*, line 2/],
    ['shape.mjs', module, /checks\.0\.area: /],
    ['exit.mjs', 'process.exit(0)', /process\.exit\(\)/],
    ['rubbish.sh', '#!/bin/sh\nprintf "\\033[2Jx"', /printed what is not JSON/],
    ['crash.sh', '#!/bin/sh\necho "no jq here" >&2; exit 127', /ended with status 127: no jq here/],
    ['hangs.sh', '#!/bin/sh\nsleep 4244', /did not answer within 10000 ms/],
  ])('%s: one line, 78, and nothing is looked at', async (name, text, why) => {
    const file = text === null ? join(folder, name) : written(name, text, name === 'plain.sh' ? 0o644 : 0o755);
    const { status, stdout, stderr } = await runProgram(['check', lab.root, '--plugin', file, '--audit', '/tmp/refused']);
    expect(status, stderr).toBe(78);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(why);
    expect(stderr).toContain(`the plug-in ${file} cannot be used: `);
    expect(stderr).not.toMatch(/[\u001b]|\s+at /);
    expect(existsSync('/tmp/refused')).toBe(false);
    expect(await gone('sleep 4244')).toBe(true);
  });

  test('lies in the install that is examined', async () => {
    const file = join(lab.root, 'acme.mjs');
    writeFileSync(file, "throw new Error('it ran')");
    const { status, stderr } = await runProgram(['check', lab.root, '--plugin', file]);
    rmSync(file);
    expect(status).toBe(78);
    expect(stderr).toMatch(/lies inside the install that is examined/);
  });

  test('is not taken from a configuration file that was only found', async () => {
    written('whmcs-doctor.yaml', 'plugins: ["./acme.mjs"]\n', 0o644);
    const { status, stderr } = await new Promise<{ status: number | null; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, [launcher, 'check', lab.root], { cwd: folder });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (part: string) => (said += part));
      child.on('close', (code) => resolve({ status: code, stderr: said }));
    });
    expect(status).toBe(78);
    expect(stderr).toMatch(/--config .*whmcs-doctor\.yaml, or --plugin FILE/);
    written('acme.mjs', "throw new Error('it ran')", 0o644);
    const given = await runProgram(['check', lab.root, '--config', join(folder, 'whmcs-doctor.yaml')]);
    expect(given.stderr).toMatch(/it ran/);
  });
});

if (asRoot)
  describe('rights', () => {
    test('another user may use his own, and root may not use it', async () => {
      const plugin = written(
        'acme.sh',
        script(saying('{"is":"fail","cause":"acme-trouble","subject":"s","confidence":"possible","evidence":[]}')),
      );
      chownSync(plugin, 2001, 2001);
      const { report } = await runDoctor(lab, { as: 'acme', args: ['--plugin', plugin, '--only', 'acme-*'] });
      expect(own(report)).toMatchObject({ status: 'fail', subject: 's' });
      const { status, stderr } = await runProgram(['check', lab.root, '--plugin', plugin]);
      expect(status).toBe(78);
      expect(stderr).toMatch(/must be owned by root and writable by nobody else/);
    });
  });

describe('a module and the whole program', () => {
  const cause =
    "{ id: 'acme-trouble', title: 'Trouble', problems: [], explanation: 'e', remedies: [{ steps: [{ text: 'Mend it', risk: 'low' }] }], docs: [] }";
  const check = (judge: string): string =>
    `{ id: 'acme-trouble', area: 'url', title: { pass: 'No trouble', fail: 'Trouble' }, causes: ['acme-trouble'], needs: ['acme.seen'], judge({ 'acme.seen': seen }, see) { ${judge} } }`;
  const probe = (observe: string): string =>
    `{ fact: 'acme.seen', vantage: 'files', title: 'something', needs: [], wants: [], budgetMs: 5000, touches: [], async observe(look) { ${observe} } }`;
  const failing =
    "return { is: 'fail', cause: 'acme-trouble', subject: 's', confidence: 'proved', evidence: [see('acme.seen', 'l', String(seen))] };";
  const module = (before: string, observe = "return { value: 1, source: 's' }", judge = failing): string =>
    `${before}\nexport default { causes: [${cause}], checks: [${check(judge)}], probes: [${probe(observe)}] };\n`;
  const only = ['--only', 'acme-*', '--offline'];

  test.each([
    ['sets another status', "process.on('exit', () => { process.exitCode = 0 });"],
    ['ends the process', "process.on('exit', () => process.exit(0));"],
    [
      'ends it behind our back',
      "import { EventEmitter } from 'node:events'; EventEmitter.prototype.prependListener.call(process, 'exit', () => process.exit(0));",
    ],
    [
      'throws',
      "import { EventEmitter } from 'node:events'; EventEmitter.prototype.prependListener.call(process, 'exit', () => { throw new Error('no') });",
    ],
    ['is not there, for process.exit does nothing', 'process.exit = () => { process.exitCode = 0 };'],
    ['sets it all the time', 'setInterval(() => { process.exitCode = 0 }, 1).unref(); process.nextTick(() => { process.exitCode = 0 });'],
  ])('a listener for the end that %s changes nothing of it', async (_, before) => {
    const plugin = written('acme.mjs', module(before));
    const { status, report } = await runDoctor(lab, { args: ['--plugin', plugin, ...only] });
    expect(own(report).status).toBe('fail');
    expect(status).toBe(2);
    const nagios = await runProgram(['check', lab.root, '--plugin', plugin, ...only, '-f', 'nagios']);
    expect(nagios).toMatchObject({ status: 2, stdout: expect.stringMatching(/^WHMCS CRITICAL - Trouble/) as string });
    expect(nagios.stdout.match(/^WHMCS /gm)).toHaveLength(1);
  });

  test('says no secret of the environment, used or not', async () => {
    const secretFile = written('secret', 'planted-file-secret\n', 0o600);
    const plugin = written(
      'acme.mjs',
      `import { readFileSync } from 'node:fs';
      const known = readFileSync('/proc/self/environ', 'latin1').replaceAll('\\0', ' ').replace(/[^ -~]/g, '') + readFileSync('${secretFile}', 'utf8').trim();
      const seen = Object.keys(process.env).join(' ');
      ${module('').replace("explanation: 'e'", 'explanation: known').replaceAll("title: 'something'", 'title: known.slice(-100)').replace("evidence: [see('acme.seen', 'l', String(seen))]", "evidence: [see('acme.seen', 'l', known), see('acme.seen', 'names', seen.value)]").replace("{ value: 1, source: 's' }", '{ value: { known, value: seen }, source: known.slice(-100) }').replace('return { is', 'const all = seen; return { is')}`,
    );
    const env = { SMTP_PASSWORD: 'planted-smtp-secret', DUO_CLIENT_SECRET: 'planted-duo-secret', WHMCS_LOGIN_PASSWORD_FILE: secretFile };
    const planted = /planted-(?:smtp|duo|file)-secret/;
    const said: string[] = [];
    for (const args of [
      ['check', lab.root, ...only, '-f', 'json', '--audit', '/tmp/acme-audit'],
      ['check', lab.root, ...only],
      ['check', lab.root, ...only, '-f', 'ndjson'],
      ['plan', lab.root, '-v', '--only', 'acme-*'],
      ['list', 'probes', '-f', 'json'],
      ['list', 'causes'],
      ['explain', 'acme-trouble'],
      ['collect', lab.root, '-o', '/tmp/acme-bundle.json', '--yes', ...only],
      ['check', '/tmp/acme-bundle.json', '--only', 'acme-*', '-f', 'json'],
    ]) {
      const { status, stdout, stderr } = await runProgram([...args, '--plugin', plugin], '', env);
      expect([0, 2], `${args.join(' ')}: ${stderr}`).toContain(status);
      expect(stdout + stderr, args.join(' ')).not.toMatch(planted);
      said.push(stdout);
    }
    for (const file of ['/tmp/acme-audit', '/tmp/acme-bundle.json']) expect(readFileSync(file, 'utf8')).not.toMatch(planted);
    const [finding] = (JSON.parse(said[0] ?? '') as Report).findings;
    expect(finding?.evidence[0]?.saw).toMatch(/SMTP_PASSWORD=\[secret\]/);
    expect(finding?.evidence[1]?.saw).toContain('PATH');
    expect(finding?.evidence[1]?.saw).not.toMatch(/SMTP_PASSWORD|DUO_CLIENT_SECRET|WHMCS_LOGIN_PASSWORD_FILE/);
  });

  test('takes no file of ours to another folder', async () => {
    const plugin = written('acme.mjs', module('', "try { process.chdir('/run') } catch {} return { value: process.cwd(), source: 's' }"));
    const files = ['report.json', 'audit', 'baseline.json'];
    const args = [
      'check',
      lab.root,
      '--plugin',
      plugin,
      ...only,
      '-f',
      'json=report.json',
      '--audit',
      'audit',
      '--write-baseline',
      'baseline.json',
    ];
    const child = spawn(process.execPath, [launcher, ...args], { cwd: folder, stdio: 'ignore' });
    expect(await once(child, 'close')).toEqual([2, null]);
    for (const file of files) expect(existsSync(join(folder, file)), file).toBe(true);
    expect(own(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report).evidence[0]?.saw).toBe(folder);
  });

  test.each(['.mjs', '.sh'])('serves several targets at once, each with its own answer: %s', async (kind) => {
    const plugin =
      kind === '.sh'
        ? written(
            'acme.sh',
            script(saying(`{"is":"fail","cause":"acme-trouble","subject":"'"$WHMCS_DOCTOR_TARGET"'","confidence":"proved","evidence":[]}`)),
          )
        : // one leaves an error lying about: the other has nothing to do with it
          written(
            'acme.mjs',
            module(
              '',
              "const it = look.options.target; if (it.endsWith('/admin')) setTimeout(() => { throw new Error('later') }, 1); await new Promise((go) => setTimeout(go, 300)); return { value: it, source: 's' }",
            ),
          );
    const targets = [lab.root, join(lab.root, 'admin')];
    const { stdout } = await runProgram(['check', ...targets, '--jobs', '2', '--plugin', plugin, ...only, '-f', 'json']);
    const { reports } = JSON.parse(stdout) as { readonly reports: readonly Report[] };
    const all = reports.map((report) => own(report));
    if (kind === '.sh') expect(all.map(({ status, subject }) => [status, subject])).toEqual(targets.map((target) => ['fail', target]));
    else {
      expect(all[0]).toMatchObject({ status: 'fail', evidence: [{ saw: targets[0] }] });
      expect(all[1]).toMatchObject({
        status: 'unknown',
        reason: expect.stringMatching(/left an error that nothing caught \(later\)/) as string,
      });
    }
  });

  test('is waited for, and an error of one look does not spoil the next', async () => {
    const plugin = written(
      'acme.mjs',
      module(
        'let looks = 0;',
        "looks += 1; if (looks === 1) setTimeout(() => { throw new Error('first') }, 1); await new Promise((go) => setTimeout(go, 100)); return { value: looks, source: 's' }",
        `if (seen >= 3) return { is: 'pass', evidence: [see('acme.seen', 'l', seen)] }; ${failing}`,
      ),
    );
    const { status, report, stderr } = await runDoctor(lab, { args: ['--plugin', plugin, ...only, '--wait', '10s'] });
    expect(stderr).toMatch(/left an error that nothing caught \(first\)/);
    expect(status).toBe(0);
    expect(own(report)).toMatchObject({ status: 'pass', evidence: [{ saw: 3 }] });
  });
});
