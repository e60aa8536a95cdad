/** What counts: waivers, a baseline, --wait and diff, on real faults. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baseline } from '../../src/policy/baseline.js';
import type { ReportDiff } from '../../src/model.js';
import { asRoot, Lab } from './lab.js';
import { runDoctor, runProgram } from './doctor.js';
import { site } from './names.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
let lab: Lab;
let folder: string;

beforeAll(async () => {
  lab = await Lab.start({ web: 'nginx' });
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-policy-'));
});
afterEach(() => lab.restore());
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
const write = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};
const base = (target: string): readonly string[] => ['check', target, '--cacert', lab.ca];
const shortSessions = (): Promise<void> => lab.php({ 'session.gc_maxlifetime': '600' });
const repairSessions = (): Promise<void> => lab.php({ 'session.gc_maxlifetime': null });
const noAddress = (): Promise<void> => lab.setting('SystemURL', '');
const repairAddress = (): Promise<void> => lab.setting('SystemURL', site.url);
const openCauses = ({ report }: Awaited<ReturnType<typeof runDoctor>>): readonly (string | null)[] =>
  report.findings
    .filter(({ status, known, waived }) => (status === 'warn' || status === 'fail') && !known && !waived)
    .map(({ cause }) => cause);

/** One line, nothing on standard output. */
function expectOneLine(ended: Awaited<ReturnType<typeof runProgram>>, status: number, text: RegExp): void {
  expect(ended.status, ended.stderr).toBe(status);
  expect(ended.stdout).toBe('');
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.stderr).toMatch(text);
}

describe('a baseline', () => {
  it('makes the gate green, names the second fault as new, and the first as fixed once it is repaired', async () => {
    await shortSessions();
    const file = at('baseline.json');
    const first = await runDoctor(lab, { args: ['--write-baseline', file] });
    expect(openCauses(first)).toEqual(['session-lifetime-short']);
    expect(first.status, 'writing it makes nothing green by itself').toBe(1);
    const written = JSON.parse(readFileSync(file, 'utf8')) as Baseline;
    expect(written.targets).toMatchObject([{ target: lab.root, findings: [{ cause: 'session-lifetime-short', status: 'warn' }] }]);

    const green = await runDoctor(lab, { args: ['--baseline', file] });
    expect(green.status, green.stderr).toBe(0);
    expect(green.report).toMatchObject({
      verdict: 'healthy',
      counts: { known: 1, warn: 0 },
      policy: { baseline: { file, new: [], fixed: [] } },
    });

    await noAddress();
    const second = await runDoctor(lab, { args: ['--baseline', file] });
    expect(second.status).toBe(2);
    const fresh = second.report.policy?.baseline?.new ?? [];
    const named = second.report.findings.filter(({ fingerprint }) => fresh.includes(fingerprint));
    expect(named.map(({ cause }) => cause)).toContain('system-url-empty');
    expect(named.map(({ cause }) => cause)).not.toContain('session-lifetime-short');

    await repairSessions();
    await repairAddress();
    const fixed = await runProgram([...base(lab.root), '--baseline', file, '--write-baseline', file]);
    expect(fixed.status, fixed.stderr).toBe(0);
    expect(fixed.stdout).toMatch(/baseline: 0 known, 1 fixed since \d{4}-\d\d-\d\d, 0 new\n✓ fixed: /);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ targets: [{ target: lab.root, findings: [] }] });
  });

  it('what cannot be looked at is neither fixed nor dropped from it', async () => {
    await shortSessions();
    const file = at('kept.json');
    await runDoctor(lab, { args: ['--write-baseline', file] });
    const { report } = await runDoctor(lab, { args: ['--baseline', file, '--write-baseline', file, '--only', 'clock'] });
    expect(report.policy?.baseline?.fixed).toEqual([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ targets: [{ findings: [{ cause: 'session-lifetime-short' }] }] });
  });

  it('holds no secret', async () => {
    const file = at('sealed.json');
    await lab.setting('SystemURL', `https://x:${databasePasswordOf()}@${new URL(site.url).host}/`);
    await runDoctor(lab, { args: ['--write-baseline', file, '--redact'] });
    expect(readFileSync(file, 'utf8')).not.toContain(databasePasswordOf());
    expect((JSON.parse(readFileSync(file, 'utf8')) as Baseline).targets[0]?.findings.length).toBeGreaterThan(0);
  });

  it('that cannot be written, or read, says so; the report is there all the same', async () => {
    for (const place of [at('no/such/folder.json'), '/dev/full', folder]) {
      const ended = await runProgram([...base(lab.root), '--only', 'clock', '--write-baseline', place]);
      expect(ended.status, ended.stderr).toBe(73);
      expect(ended.stderr).toMatch(/^whmcs-doctor: cannot write [^\n]*\n$/);
      expect(ended.stdout).toContain('passed');
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    const cases = [
      [write('rubbish.json', '{'), /rubbish\.json is not JSON: it is no baseline/],
      [write('report.json', '{"schema": "whmcs-doctor/report/1"}'), /is not a baseline of whmcs-doctor/],
      [at('none.json'), /there is no baseline .*none\.json/],
      ['/dev/zero', /not a regular file/],
    ] as const;
    for (const [file, why] of cases) expectOneLine(await runProgram([...base(lab.root), '--baseline', file]), 78, why);
    expectOneLine(await runProgram([...base(lab.root), '--write-baseline', '-']), 64, /needs a file/);
    const same = at('same.json');
    expectOneLine(await runProgram([...base(lab.root), '-f', `json=${same}`, '--write-baseline', same]), 64, /give each a file of its own/);
  });
});

describe('a waiver', () => {
  const waivers = (until: string, check = 'session-lifetime-short'): string =>
    write('waivers.yaml', `waivers:\n- check: ${check}\n  reason: moving to Redis\n  owner: ann\n  until: ${until}\n`);

  it('in force: shown with reason, owner and end, and does not count', async () => {
    await shortSessions();
    const run = await runDoctor(lab, { args: ['--waivers', waivers('2099-12-31')] });
    expect(run.status).toBe(0);
    expect(run.report).toMatchObject({ verdict: 'healthy', counts: { waived: 1 }, policy: { waivers: [{ state: 'applied' }] } });
    expect(run.report.findings.find(({ waived }) => waived)?.waived).toEqual({
      reason: 'moving to Redis',
      owner: 'ann',
      until: '2099-12-31',
    });
  });

  it('expired: waives nothing and names what it would have waived', async () => {
    await shortSessions();
    const ended = await runProgram([...base(lab.root), '--waivers', waivers('2020-02-29')]);
    expect(ended.status).toBe(1);
    expect(ended.stdout.replace(/\s+/g, ' ')).toMatch(
      /waiver for check session-lifetime-short \(ann: moving to Redis\) ended on 2020-02-29: it no longer waives "/,
    );
  });

  it('for a look that can never work here: not unknown any more, and not passed', async () => {
    const only = ['--only', 'license-server-unreachable', '--offline', '--require', 'license-server-unreachable'];
    const before = await runDoctor(lab, { args: only });
    expect([before.status, before.report.counts]).toMatchObject([3, { unknown: 1, pass: 0 }]);
    const after = await runDoctor(lab, { args: [...only, '--waivers', waivers('2099-12-31', 'license-server-unreachable')] });
    expect([after.status, after.report.counts]).toMatchObject([0, { unknown: 0, waived: 1, pass: 0 }]);
  });

  it('from the configuration file, relative to its folder', async () => {
    await shortSessions();
    waivers('2099-12-31');
    const run = await runDoctor(lab, { args: ['--config', write('c.yaml', 'waivers: waivers.yaml\nfailOn: fail\n')] });
    expect([run.status, run.report.counts.waived]).toEqual([0, 1]);
  });

  it('in a broken file: one line with what, where and why', async () => {
    const cases = [
      [waivers('2027-02-30'), /waivers\.yaml, line 5: waivers\.0\.until: must be a day that exists/],
      [write('list.yaml', '[]'), /list\.yaml is a list on top/],
      [at('none.yaml'), /there is no waiver file/],
      [folder, /not a regular file/],
      ['/dev/null', /not a regular file/],
    ] as const;
    for (const [file, why] of cases) expectOneLine(await runProgram([...base(lab.root), '--waivers', file]), 78, why);
    const config = write('broken.yaml', 'severity:\n  clock-behnd: fail\n');
    expectOneLine(
      await runProgram([...base(lab.root), '--config', config]),
      78,
      /severity\.clock-behnd: there is no such check: did you mean clock-behind\?/,
    );
    const only = write('only.yaml', 'only: clock-behnd\n');
    expectOneLine(
      await runProgram([...base(lab.root), '--config', only]),
      78,
      /only\.yaml: only clock-behnd names no check.*did you mean clock-behind\?/,
    );
  });

  it.runIf(asRoot)('that somebody else could write is not used by root', async () => {
    const file = waivers('2099-12-31');
    chmodSync(file, 0o666);
    expectOneLine(await runProgram([...base(lab.root), '--waivers', file]), 78, /is not used by root.*chmod go-w/);
    chmodSync(file, 0o600);
    chownSync(file, 4711, 4711);
    expectOneLine(await runProgram([...base(lab.root), '--waivers', file]), 78, /is not used by root.*chown root/);
    rmSync(file);
  });
});

/** Started, and awaited later. */
function started(args: readonly string[]) {
  const child = spawn(process.execPath, [launcher, ...args], { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (texts.stdout += part));
  const waiting = new Promise<void>((resolve) =>
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      texts.stderr += part;
      if (texts.stderr.includes('waiting, after')) resolve();
    }),
  );
  const closed = once(child, 'close') as Promise<[number | null]>;
  return { child, waiting, ended: async () => ({ status: (await closed)[0], ...texts }) };
}

describe('--wait', () => {
  it('ends as soon as the fault is repaired, with the last report alone', async () => {
    await noAddress();
    const run = started([...base(lab.root), '--wait', '50s', '-f', 'json', '--fail-on', 'fail']);
    await run.waiting;
    await repairAddress();
    const ended = await run.ended();
    expect(ended.status, ended.stderr).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ schema: 'whmcs-doctor/report/1', verdict: 'healthy' });
    expect(ended.stderr).toMatch(/^whmcs-doctor: waiting, after \d+ seconds?: failing: /);
  });

  it('a target that comes later is waited for', async () => {
    const away = `${lab.root}.away`;
    renameSync(lab.root, away);
    const run = started([...base(lab.root), '--wait', '50s']);
    await run.waiting;
    renameSync(away, lab.root);
    const ended = await run.ended();
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(/waiting, after \d+ seconds?: there is no WHMCS install in /);
  });

  it('that is over says what is still wrong, in time', async () => {
    await noAddress();
    const began = Date.now();
    const ended = await runProgram([...base(lab.root), '--only', 'system-url-empty', '--wait', '3s']);
    expect(Date.now() - began).toBeLessThan(8000);
    expect(ended.status).toBe(2);
    expect(ended.stderr.match(/waiting/g)).toHaveLength(1);
    const gone = await runProgram([...base(at('never')), '--wait', '1s']);
    expect(gone.status).toBe(64);
    expect(gone.stderr).toMatch(/never/);
  });

  it('a signal in the pause ends it with what is known', async () => {
    await noAddress();
    const run = started([...base(lab.root), '--wait', '10m', '--only', 'system-url-empty']);
    await run.waiting;
    run.child.kill('SIGINT');
    const ended = await run.ended();
    expect(ended.status).toBe(130);
    expect(ended.stdout).toContain('1 failed');
  });

  // in a CI system's terminal no line is renewed: each state has a line of its own
  it.each([
    ['a terminal', { CI: undefined }],
    ["a CI system's terminal", { CI: 'true' }],
  ])('Ctrl-C on %s ends it, too', async (_, { CI }) => {
    const command = `'${process.execPath}' '${launcher}' check '${at('never')}' --wait 10m`;
    const child = spawn('script', ['-qefc', `stty cols 80; ${command}`, '/dev/null'], {
      cwd: '/',
      env: { ...process.env, TERM: 'xterm', CI },
    });
    let seen = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (seen += part));
    child.stdin.on('error', () => {}); // it ended before it heard the last one
    // pressed again where it was not heard, as people do
    const press = setInterval(() => seen.includes('there is no WHMCS install') && child.stdin.write('\u0003'), 500);
    const hung = setTimeout(() => child.kill(), 45_000);
    const [status] = (await once(child, 'close')) as [number | null];
    clearInterval(press);
    clearTimeout(hung);
    expect(seen).toContain('there is no WHMCS install');
    expect(status, seen).toBe(130);
  });

  it('a mistake in the command line, and a bundle, end at once', async () => {
    const wait = ['--wait', '10m'];
    expectOneLine(await runProgram([...base(lab.root), ...wait, '--only', 'nothing']), 64, /names no check/);
    expectOneLine(await runProgram([...base(lab.root), '--wait', 'soon']), 64, /--wait soon is not a duration/);
    expectOneLine(
      await runProgram([...base(write('bundle.json', '{}')), ...wait]),
      64,
      /what was recorded does not change: leave --wait out/,
    );
  });
});

describe('diff', () => {
  it('of before and after: new, fixed and remaining, and 2 where something new fails', async () => {
    await shortSessions();
    const [old, fresh] = [at('old.json'), at('new.json')];
    await runProgram([...base(lab.root), '-f', `json=${old}`]);
    await noAddress();
    await runProgram([...base(lab.root), '-f', `json=${fresh}`]);
    const worse = await runProgram(['diff', old, '-', '-f', 'json'], readFileSync(fresh, 'utf8'));
    expect(worse.status, worse.stderr).toBe(2);
    const found = JSON.parse(worse.stdout) as ReportDiff;
    expect(found.targets[0]?.new.map(({ cause }) => cause)).toContain('system-url-empty');
    expect(found.targets[0]?.remaining.map(({ cause }) => cause)).toEqual(['session-lifetime-short']);
    const better = await runProgram(['diff', fresh, old]);
    expect(better.status).toBe(0);
    expect(better.stdout).toMatch(/failing, now warnings\n[^]*✓ fixed: /);
    const same = await runProgram(['diff', old, old]);
    expect(same.stdout).toContain('0 new · 0 fixed · 0 changed · 1 still there');
    expectOneLine(await runProgram(['diff', '-', '-']), 64, /only one of the two/);
    expectOneLine(await runProgram(['diff', old, at('none.json')]), 78, /none\.json/);
    expect(existsSync(at('none.json'))).toBe(false);
  });
});

function databasePasswordOf(): string {
  const password = /\$db_password = '([^']+)'/.exec(readFileSync(join(lab.root, 'configuration.php'), 'utf8'))?.[1];
  if (password === undefined) throw new Error('configuration.php of the lab has no password');
  return password;
}
