/**
 * Every command of README.md's recipes, run: with the packed and installed program, on a healthy and on a broken install, in the place of the
 * program that the recipe is for. A command that no test here runs fails the last of them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Report, Several } from '../../src/model.js';
import { type Command, commandsIn, crontab, nagiosObjects, recipe, recipesIn, unitValues } from '../support/recipes.js';
import { configurationPhp } from './configuration.js';
import { faults } from './faults/index.js';
import { Lab } from './lab.js';
import { site } from './names.js';
import { run } from './process.js';
import { databasePassword } from './seed.js';
import { LabSshd } from './sshd.js';

const top = fileURLToPath(new URL('../../', import.meta.url));
const unpacked = join(top, '.lab-cache/unpacked');
const promtool = join(unpacked, 'usr/bin/promtool');
const recipes = recipesIn(await readFile(join(top, 'README.md'), 'utf8'));
const commands = commandsIn(recipes);
const ran = new Set<Command>();

/** On a file system that no recipe's hardening leaves writable by chance. */
const machine = '/run/recipes';
const state = `${machine}/state`;
const textfiles = `${machine}/textfiles`;
const metrics = `${textfiles}/whmcs.prom`;
const saved = `${state}/report.json`;
const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

let lab: Lab;
/** Where a pipeline has its repository, or a person types. */
let work: string;
let prefix: string;
let tarball: string;

beforeAll(async () => {
  lab = await Lab.start();
  work = join(lab.folder, 'work');
  prefix = join(lab.folder, 'prefix');
  await mkdir(work);
  const packed = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', lab.folder, top]);
  const [{ filename } = { filename: '' }] = JSON.parse(packed) as { filename: string }[];
  tarball = join(lab.folder, filename);
  // what the recipes leave out is the laboratory's own authority; the second of many hosts shall fail, not warn
  await writeFile(join(work, 'whmcs-doctor.yaml'), `cacert: ${lab.ca}\nseverity: {license-key-malformed: fail}\n`);
  for (const name of ['github-actions', 'gitlab-ci', 'prometheus']) {
    await rm(prefix, { recursive: true, force: true });
    expect(await perform(command(name, 'npm install'))).toMatchObject({ status: 0 });
  }
  // npm takes its time on a busy machine
}, 300_000);

afterAll(async () => {
  await lab.stop();
  await rm(machine, { recursive: true, force: true });
});

beforeEach(async () => {
  await rm(machine, { recursive: true, force: true });
  for (const part of ['install -d -m 755', 'install -d -m 750']) expect((await perform(command('prometheus', part))).status).toBe(0);
});

let broken = false;
afterEach(async () => {
  if (broken) await lab.restore();
  broken = false;
});

/** Makes the fault of this cause. */
async function breakIt(cause: 'certificate-expired' | 'certificate-expiring'): Promise<void> {
  broken = true;
  await faults.find((fault) => fault.cause === cause)?.inject(lab);
}

/** The one of a recipe, or of a file of it, that has these words. */
function command(where: string, part: string): Command {
  const found = commands.filter((each) => (each.recipe === where || each.file === where) && each.text.includes(part));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} commands of ${where} have: ${part}`);
  return only;
}

/** What the section calls examples, in the words of the laboratory. */
function here(text: string): string {
  const examples: readonly (readonly [string, string])[] = [
    ['https://billing.example.com/', site.url],
    ['/var/www/whmcs', lab.root],
    ['/var/lib/node_exporter/textfile_collector', textfiles],
    ['/var/lib/whmcs-doctor', state],
    ['/usr/bin/whmcs-doctor', `${prefix}/bin/whmcs-doctor`],
    ['-g nagios ', '-g nogroup '],
    ['$PluginDir$', `${unpacked}/usr/lib/nagios/plugins`],
    ['$USER1$', `${unpacked}/usr/lib/nagios/plugins`],
    ['npm install -g whmcs-doctor', `npm install -g --offline --no-audit --no-fund ${tarball}`],
  ];
  return examples.reduce((all, [example, real]) => all.replaceAll(example, real), text);
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Circumstances {
  readonly env?: Readonly<Record<string, string>>;
  /** Before the shell, as `setpriv` or a confinement. */
  readonly within?: readonly string[];
  readonly shell?: readonly string[];
  /** Further words that only this place knows, as `$ARG1$`. */
  readonly with?: (text: string) => string;
}

/** Runs it as its recipe's program would, with only the environment that this gives. */
async function perform(one: Command, how: Circumstances = {}): Promise<Ran> {
  ran.add(one);
  const text = here((how.with ?? String)(one.text));
  const [program = '', ...args] = [...(how.within ?? []), ...(how.shell ?? ['bash', '-e', '-c']), text];
  const child = spawn(program, args, {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: `${prefix}/bin:${systemPath}`, HOME: lab.folder, LANG: 'C.UTF-8', npm_config_prefix: prefix, ...how.env },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (said.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said.stderr += part));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...said };
}

const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;
const reportIn = async (file: string): Promise<Report> => JSON.parse(await readFile(file, 'utf8')) as Report;
const inWork = (file: string): Promise<string> => readFile(join(work, file), 'utf8');

async function expectJunit(file: string): Promise<string> {
  await run('xmllint', ['--noout', '--nonet', join(work, file)]);
  const text = await inWork(file);
  expect(text).toContain('<testsuite');
  return text;
}

async function expectHtml(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  expect(text.slice(0, 15).toLowerCase()).toBe('<!doctype html>');
  return text;
}

describe('GitHub Actions', () => {
  /** As a run without secrets has it: they are set, and empty. */
  const asActions = async (): Promise<Ran & { readonly summary: string }> => {
    const summary = join(work, 'summary.md');
    await writeFile(summary, 'of an earlier step\n');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, WHMCS_API_IDENTIFIER: '', WHMCS_API_SECRET: '' };
    const done = await perform(command('github-actions', ' -f sarif='), { env });
    return { ...done, summary: await readFile(summary, 'utf8') };
  };
  const sarif = async (): Promise<{ version: string; runs: { results: { level: string; suppressions?: unknown[] }[] }[] }> =>
    JSON.parse(await inWork('whmcs.sarif')) as never;
  const makeBaseline = async (): Promise<void> => {
    await mkdir(join(work, '.github'), { recursive: true });
    const made = await perform(command('github-actions', '--write-baseline'));
    expect(made.status, made.stderr).toBe(0);
    JSON.parse(await inWork('.github/whmcs-baseline.json'));
  };

  test('a healthy site passes, a broken one fails, and what is in the baseline does not', { timeout: 180_000 }, async () => {
    await makeBaseline();
    const healthy = await asActions();
    expect(healthy.status, healthy.stderr).toBe(0);
    expect(healthy.stdout).not.toContain('::error');
    expect(healthy.summary).toMatch(/^of an earlier step\n[^]*\S/);
    expect(await expectJunit('whmcs.xml')).not.toContain('<failure');
    expect((await sarif()).version).toBe('2.1.0');

    await breakIt('certificate-expired');
    const sick = await asActions();
    expect(sick.status).toBe(2);
    expect(sick.stdout).toContain('::error');
    expect(sick.summary).toMatch(/^of an earlier step\n[^]*certificate/i);
    expect(await expectJunit('whmcs.xml')).toContain('<failure');
    expect((await sarif()).runs[0]?.results.filter(({ level }) => level === 'error')).not.toEqual([]);

    await makeBaseline();
    const known = await asActions();
    expect(known.status, known.stdout).toBe(0);
    expect(known.stdout).not.toContain('::error');
  });

  test('a wrong baseline ends it with one line, and nothing that an upload would take', async () => {
    for (const file of ['whmcs.sarif', 'whmcs.xml']) await rm(join(work, file), { force: true });
    await mkdir(join(work, '.github'), { recursive: true });
    await writeFile(join(work, '.github/whmcs-baseline.json'), '{');
    const done = await asActions();
    expect(done.status).toBe(78);
    expect(done.stderr.trim().split('\n')).toHaveLength(1);
    expect((await readdir(work)).filter((name) => /whmcs\.(?:sarif|xml)/.test(name))).toEqual([]);
  });
});

describe('GitLab CI', () => {
  const job = Object.values(
    parse(recipe(recipes, '.gitlab-ci.yml').text) as Record<string, { allow_failure: { exit_codes: number[] } }>,
  )[0];
  test.each([
    ['healthy', null, 0],
    ['with a warning', 'certificate-expiring', 1],
    ['broken', 'certificate-expired', 2],
  ] as const)('%s', async (_, cause, status) => {
    if (cause !== null) await breakIt(cause);
    const done = await perform(command('gitlab-ci', 'whmcs-doctor check'));
    expect(done.status, done.stderr).toBe(status);
    expect(job?.allow_failure.exit_codes.includes(status)).toBe(status === 1);
    if (cause !== null) expect(done.stdout).toContain(cause);
    await expectJunit('whmcs.xml');
    const html = await expectHtml(join(work, 'whmcs.html'));
    if (cause !== null) expect(html).toContain(cause);
  });
});

/** The line of a crontab, with the environment that it gives and the shell that cron uses. */
function asCron(file: string): Promise<Ran> {
  const { env, jobs } = crontab(recipe(recipes, file).text);
  expect(env['PATH']).toBe(systemPath);
  expect(jobs.map(({ user }) => user)).toEqual(['root']);
  const own = { ...env, PATH: `${prefix}/bin:${systemPath}`, HOME: '/root', LOGNAME: 'root', SHELL: '/bin/sh' };
  return perform(command(file, 'whmcs-doctor check'), { env: own, shell: ['/bin/sh', '-c'] });
}

const everyQuarter = '/etc/cron.d/whmcs-doctor';

describe('cron', () => {
  test('writes metrics that node_exporter may read and a report for root, and prints nothing', async () => {
    expect(await asCron(everyQuarter)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await modeOf(metrics)).toBe(0o644);
    expect(await modeOf(state)).toBe(0o750);
    expect((await reportIn(saved)).verdict).toBe('healthy');
    await breakIt('certificate-expired');
    expect(await asCron(everyQuarter)).toEqual({ status: 2, stdout: '', stderr: '' });
    expect((await reportIn(saved)).verdict).toBe('failing');
    expect((await readdir(textfiles)).concat(await readdir(state)).sort()).toEqual(['report.json', 'whmcs.prom']);
  });

  test('lets a run that is under way go on alone', async () => {
    const lock = /flock -n (\S+)/.exec(command(everyQuarter, 'flock').text)?.[1] ?? '';
    const other = spawn('flock', [lock, 'sh', '-c', 'echo held; read end'], { stdio: ['pipe', 'pipe', 'ignore'] });
    await once(other.stdout, 'data');
    expect(await asCron(everyQuarter)).toEqual({ status: 1, stdout: '', stderr: '' });
    expect(await readdir(textfiles)).toEqual([]);
    other.stdin.end('\n');
    await once(other, 'close');
  });

  test('says in its mail what cannot be written, and writes the rest', async () => {
    await rm(textfiles, { recursive: true });
    const done = await asCron(everyQuarter);
    expect(done).toMatchObject({ status: 73, stdout: '' });
    expect(done.stderr).toMatch(/^whmcs-doctor: cannot write .*whmcs\.prom: .*\n$/);
    expect((await reportIn(saved)).verdict).toBe('healthy');
  });

  test('without a monitor, mails trouble and nothing else', async () => {
    expect(await asCron('/etc/cron.d/whmcs-doctor-mail')).toEqual({ status: 0, stdout: '', stderr: '' });
    await breakIt('certificate-expired');
    const done = await asCron('/etc/cron.d/whmcs-doctor-mail');
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toContain('certificate-expired');
  });
});

describe('systemd', () => {
  const folder = '/etc/systemd/system/';
  const service = recipe(recipes, `${folder}whmcs-doctor.service`).text;

  test('takes the units', async () => {
    const units = join(lab.folder, 'units');
    await mkdir(units, { recursive: true });
    for (const name of ['whmcs-doctor.service', 'whmcs-doctor.timer'])
      await writeFile(join(units, name), here(recipe(recipes, `${folder}${name}`).text));
    const files = (await readdir(units)).map((name) => join(units, name));
    // what it says of the machine's own units is none of ours; its status is
    await run('systemd-analyze', ['verify', '--man=no', '--recursive-errors=one', ...files], { SYSTEMD_LOG_LEVEL: 'warning' });
    const spread = await run('systemd-analyze', ['calendar', recipeTimer()]);
    expect(spread).toContain('Normalized form: *-*-* *:00/15:00');
  });

  const recipeTimer = (): string => unitValues(recipe(recipes, `${folder}whmcs-doctor.timer`).text, 'OnCalendar')[0] ?? '';

  /** What can be had of the unit's hardening without systemd: its capabilities, no new privileges, and a file system to read. */
  function confined(): readonly string[] {
    const capabilities = unitValues(service, 'CapabilityBoundingSet').flatMap((value) => value.split(' '));
    expect(unitValues(service, 'NoNewPrivileges')).toEqual(['yes']);
    expect(unitValues(service, 'ProtectSystem')).toEqual(['strict']);
    const writable = unitValues(service, 'ReadWritePaths').flatMap((value) => here(value).split(' '));
    const set = ['-all', ...capabilities.map((name) => `+${name.replace('CAP_', '').toLowerCase()}`)].join(',');
    const script = [
      'set -e',
      `for path in ${writable.join(' ')}; do mount --bind "$path" "$path"; done`,
      'findmnt -rno TARGET | while read -r place; do case "$place/" in',
      `  /proc/*|/sys/*|/dev/*|${writable.map((path) => `${path}/*`).join('|')}) ;;`,
      '  *) mount -o remount,bind,ro "$place" ;;',
      'esac; done',
      'for place in /usr /run /root /etc; do ! touch "$place/x" 2>/dev/null || exit 99; done',
      `exec setpriv --no-new-privs --bounding-set=${set} "$@"`,
    ];
    return ['unshare', '-m', '--propagation', 'private', 'bash', '-c', script.join('\n'), 'confined'];
  }

  test('leaves the unit the rights that it needs: it sees what it sees without them', { timeout: 180_000 }, async () => {
    const start = (within: readonly string[]): Promise<Ran> =>
      perform(command(`${folder}whmcs-doctor.service`, 'whmcs-doctor check'), {
        within,
        env: { LANG: 'C.UTF-8', PATH: systemPath },
      });
    const seen = async (): Promise<readonly string[]> =>
      (await reportIn(saved)).findings.map(({ check, subject, status }) => `${check} ${subject ?? ''} ${status}`).sort();
    expect(await start([])).toEqual({ status: 0, stdout: '', stderr: '' });
    const free = await seen();
    await rm(saved);
    expect(await start(confined())).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await seen()).toEqual(free);
    await breakIt('certificate-expired');
    expect((await start(confined())).status).toBe(2);
    expect(unitValues(service, 'SuccessExitStatus')).toEqual(['1 2 3']);
  });

  test('is told of the timer', async () => {
    const bin = join(lab.folder, 'systemctl');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'systemctl'), '#!/bin/sh\necho "$@"\n');
    await chmod(join(bin, 'systemctl'), 0o755);
    // no systemd runs in the laboratory: what it would be asked is all that can be seen
    const env = { PATH: `${bin}:${systemPath}` };
    expect((await perform(command('terminal-systemd', 'daemon-reload'), { env })).stdout).toBe('daemon-reload\n');
    expect((await perform(command('terminal-systemd', 'enable'), { env })).stdout).toBe('enable --now whmcs-doctor.timer\n');
  });
});

describe('Prometheus', () => {
  type Series = Readonly<Record<string, number>>;
  const at = 1_800_000_000;
  const target = '{target="/var/www/whmcs"}';
  const state = (check: string, value: number): Series => ({
    [`whmcs_doctor_check_state{target="/var/www/whmcs",check="${check}",area="url"}`]: value,
  });
  const healthy: Series = {
    ...state('certificate-invalid', 0),
    [`whmcs_doctor_state${target}`]: 0,
    [`whmcs_doctor_target_usable${target}`]: 1,
    [`whmcs_doctor_run_timestamp_seconds${target}`]: at,
  };

  /** The time of the first sample is 0 for promtool: times are moved by that of the run. */
  const moved = (series: Series, now: number): Series =>
    Object.fromEntries(Object.entries(series).map(([name, value]) => [name, /_timestamp_seconds/.test(name) ? value - now : value]));

  async function test_(series: Series, tests: object, until = 300): Promise<string> {
    const folder = join(lab.folder, 'rules');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'rules.yml'), recipe(recipes, '/etc/prometheus/rules/whmcs-doctor.yml').text);
    const input = Object.entries(series).map(([name, value]) => ({ series: name, values: `${value}+0x${until}` }));
    const suite = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests: [{ interval: '1m', input_series: input, ...tests }] };
    await writeFile(join(folder, 'test.yml'), stringify(suite));
    return run(promtool, ['test', 'rules', join(folder, 'test.yml')]);
  }

  /** Exactly these alerts fire. */
  const expectFiring = (series: Series, when: string, alerts: readonly string[], until?: number): Promise<string> =>
    test_(
      series,
      {
        promql_expr_test: [
          {
            expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
            eval_time: when,
            exp_samples: alerts.map((name) => ({ labels: `{alertname="${name}"}`, value: 1 })),
          },
        ],
      },
      until,
    );

  test('takes the rules, and each fires when it should and not before', async () => {
    await run(promtool, ['check', 'rules', await rulesFile()]);
    const now = moved(healthy, at);
    await expectFiring(now, '50m', []);
    await expectFiring({ ...now, ...state('certificate-invalid', 2) }, '9m', []);
    await expectFiring({ ...now, ...state('certificate-invalid', 2) }, '11m', ['WhmcsLoginBroken']);
    for (const other of [-1, 0, 1, 3]) await expectFiring({ ...now, ...state('certificate-invalid', other) }, '50m', []);
    await expectFiring({ ...now, [`whmcs_doctor_state${target}`]: 3 }, '29m', []);
    await expectFiring({ ...now, [`whmcs_doctor_state${target}`]: 3 }, '31m', ['WhmcsDoctorIncomplete']);
    await expectFiring({ ...now, [`whmcs_doctor_target_usable${target}`]: 0 }, '31m', ['WhmcsDoctorIncomplete']);
    await expectFiring(now, '61m', ['WhmcsDoctorTooOld']);
    await expectFiring(now, '2h', ['WhmcsDoctorAbsent'], 30);
    await expectFiring({}, '59m', []);
    await expectFiring({}, '61m', ['WhmcsDoctorAbsent']);
    const waiver = (days: number): Series => ({
      'whmcs_doctor_waiver_expiry_timestamp_seconds{target="/var/www/whmcs",names="certificate-invalid"}': days * 86_400,
    });
    await expectFiring({ ...now, ...waiver(15) }, '5m', []);
    await expectFiring({ ...now, ...waiver(13) }, '5m', ['WhmcsWaiverEnds']);
    await expect(expectFiring(now, '5m', ['WhmcsLoginBroken'])).rejects.toThrow();
  });

  test('says in an alert which check it is, and where', async () => {
    await test_(
      {
        ...moved(healthy, at),
        'whmcs_doctor_check_state{instance="web1:9100",target="/var/www/whmcs",check="certificate-invalid",area="url"}': 2,
      },
      {
        alert_rule_test: [
          {
            alertname: 'WhmcsLoginBroken',
            eval_time: '15m',
            exp_alerts: [
              {
                exp_labels: {
                  severity: 'critical',
                  instance: 'web1:9100',
                  target: '/var/www/whmcs',
                  check: 'certificate-invalid',
                  area: 'url',
                },
                exp_annotations: {
                  summary: 'certificate-invalid on web1:9100',
                  description:
                    'whmcs-doctor explain certificate-invalid says what it is; check /var/www/whmcs --only certificate-invalid proves it.',
                },
              },
            ],
          },
        ],
      },
    );
  });

  /** The metrics that the program wrote, checked by promtool. */
  async function written(): Promise<Series> {
    const text = await readFile(metrics, 'utf8');
    await run('sh', ['-c', '"$0" check metrics < "$1"', promtool, metrics]);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  }

  const runAt = (series: Series): number =>
    Object.entries(series).find(([name]) => name.startsWith('whmcs_doctor_run_timestamp_seconds'))?.[1] ?? Number.NaN;

  test('alerts on what the program really writes', async () => {
    await asCron(everyQuarter);
    const well = await written();
    expect(Math.abs(runAt(well) - Date.now() / 1000)).toBeLessThan(120);
    await expectFiring(moved(well, runAt(well)), '40m', []);
    await breakIt('certificate-expired');
    await asCron(everyQuarter);
    const sick = await written();
    await expectFiring(moved(sick, runAt(sick)), '40m', ['WhmcsLoginBroken']);
    await expectFiring(moved(sick, runAt(sick)), '2h', ['WhmcsDoctorTooOld', 'WhmcsLoginBroken']);
  });

  async function rulesFile(): Promise<string> {
    const file = join(lab.folder, 'whmcs-rules.yml');
    await writeFile(file, recipe(recipes, '/etc/prometheus/rules/whmcs-doctor.yml').text);
    return file;
  }
});

describe('Icinga and Nagios', () => {
  const monitor = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', '--no-new-privs'];

  beforeEach(async () => {
    for (const part of ['install -d', 'install -m']) expect((await perform(command('icinga', part))).status).toBe(0);
  });

  test('both read the report of root without rights, and go by its state and its age', { timeout: 180_000 }, async () => {
    /** What both say to it, which is the same. */
    const look = async (part: string): Promise<Ran> => {
      const [first, second] = await Promise.all(['icinga', 'nagios'].map((name) => perform(command(name, part), { within: monitor })));
      expect(second).toEqual(first);
      return first as Ran;
    };
    const saying = (status: number, words: RegExp): object => ({ status, stdout: expect.stringMatching(words) as string, stderr: '' });
    expect(await look(' render ')).toMatchObject({ status: 3, stdout: expect.stringMatching(/^WHMCS UNKNOWN - ./) as string });

    expect((await asCron(everyQuarter)).status).toBe(0);
    expect(await modeOf(state)).toBe(0o750);
    expect(await look(' render ')).toEqual(saying(0, /^WHMCS OK - [^|\n]+ \| \S/));
    expect(await look('check_file_age')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^FILE_AGE OK/) as string });

    for (const [cause, status, word] of [
      ['certificate-expiring', 1, 'WARNING'],
      ['certificate-expired', 2, 'CRITICAL'],
    ] as const) {
      await breakIt(cause);
      await asCron(everyQuarter);
      expect(await look(' render ')).toEqual(saying(status, new RegExp(`^WHMCS ${word} - `)));
    }

    const old = new Date(Date.now() - 50 * 60_000);
    await utimes(saved, old, old);
    expect((await look('check_file_age')).status).toBe(1);
    await rm(saved);
    expect((await look('check_file_age')).status).toBe(2);
    expect((await look(' render ')).status).toBe(3);
  });

  test('Nagios looks from outside without any report', async () => {
    const objects = nagiosObjects(recipe(recipes, '/etc/nagios4/conf.d/whmcs-doctor.cfg').text);
    const calls = objects.flatMap(({ type, values }) => (type === 'service' ? [values.get('check_command') ?? ''] : []));
    const [, argument = ''] = calls.find((call) => call.startsWith('whmcs_site!'))?.split('!') ?? [];
    const look = (): Promise<Ran> =>
      perform(command('nagios', 'whmcs-doctor check'), { within: monitor, with: (text) => text.replace('$ARG1$', argument) });
    expect(await look()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^WHMCS OK - /) as string });
    await breakIt('certificate-expired');
    expect(await look()).toMatchObject({ status: 2, stdout: expect.stringMatching(/^WHMCS CRITICAL - /) as string });
  });
});

describe('many hosts', () => {
  const hosts = ['web1.example.com', 'web2.example.com', 'web3.example.com'] as const;
  const sshds: LabSshd[] = [];
  let path: string;

  /** The first is healthy, the second has a license key with a blank in it, nobody listens at the third. */
  beforeAll(async () => {
    const original = join(lab.root, 'configuration.php');
    const changed = join(lab.folder, 'changed-configuration');
    await writeFile(changed, configurationPhp({ password: databasePassword, lines: ["$license = 'Leased-1a2b3c4d 5e6f7a8b9c0d';"] }));
    for (const program of ['chown', 'chmod']) await run(program, [`--reference=${original}`, changed]);
    const mounted = ['sh', '-c', 'mount --bind "$0" "$1" && shift && exec "$@"', changed, original];
    for (const [index, name] of hosts.entries())
      sshds.push(
        await LabSshd.start(
          lab.folder,
          {},
          {
            name,
            address: `127.0.0.${31 + index}`,
            ...(index === 1 ? { within: ['unshare', '-m', '--propagation', 'private', ...mounted] } : {}),
          },
        ),
      );
    await sshds[2]?.stop();
    const bin = join(lab.folder, 'operator');
    await mkdir(bin);
    await writeFile(join(bin, 'config'), sshds.map((sshd) => `Include ${sshd.file('config')}\n`).join(''));
    await writeFile(join(bin, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${bin}/config "$@"\n`);
    await chmod(join(bin, 'ssh'), 0o755);
    path = `${bin}:${prefix}/bin:${systemPath}`;
  });

  afterAll(async () => {
    for (const sshd of sshds) await sshd.stop();
  });

  const place = async (name: string): Promise<void> => writeFile(join(work, name), here(recipe(recipes, name).text));

  test('one call looks at all of them', async () => {
    await place('sites.txt');
    const done = await perform(command('many-hosts', '--targets'), { env: { PATH: path } });
    expect(done).toMatchObject({ status: 64, stdout: '' });
    expect(done.stderr).toMatch(/^whmcs-doctor: ssh:\/\/root@web3\.example\.com\S*: .*Connection refused/);
    const { reports, unusable } = JSON.parse(await inWork('reports.json')) as Several;
    expect(reports.map(({ verdict }) => verdict)).toEqual(['healthy', 'failing']);
    expect(reports[1]?.findings.flatMap(({ cause }) => cause ?? [])).toContain('license-key-malformed');
    expect(unusable.map((each) => each.target)).toEqual([`ssh://root@web3.example.com${lab.root}`]);
    await expectHtml(join(work, 'reports.html'));
  });

  test('Ansible shows all, writes a report for each, and fails for those that fail', { timeout: 180_000 }, async () => {
    for (const name of ['inventory.ini', 'whmcs-doctor.yml']) await place(name);
    for (const task of commands.filter(({ file }) => file === 'whmcs-doctor.yml')) ran.add(task); // ansible runs it
    const play = (only: string, own = path): Promise<Ran> =>
      perform(command('ansible', 'ansible-playbook'), {
        env: { PATH: own, LC_ALL: 'C.UTF-8', ANSIBLE_NOCOLOR: '1' },
        with: (text) => `${text} --limit '${only}'`,
      });
    await rm(join(work, 'reports'), { recursive: true, force: true });
    const all = await play('all');
    expect(all.status, all.stdout + all.stderr).toBe(2);
    const told = all.stdout;
    expect(told).toContain('"web1.example.com: healthy, 0 failed, 0 warned of"');
    expect(told).toMatch(/"web2\.example\.com: failing, [1-9]\d* failed, \d+ warned of"/);
    expect(told).toMatch(/"web3\.example\.com: not looked at: whmcs-doctor: .*Connection refused/);
    expect(told).toMatch(/^web1\.example\.com +: .*unreachable=0 +failed=0/m);
    expect(told).toMatch(/^web2\.example\.com +: .*failed=1/m);
    expect(told).toMatch(/^web3\.example\.com +: .*failed=1/m);
    expect(await modeOf(join(work, 'reports'))).toBe(0o700);
    expect((await readdir(join(work, 'reports'))).sort()).toEqual(['web1.example.com.html', 'web2.example.com.html']);
    expect((await play('web1.example.com')).status).toBe(0);
    const without = await play('web1.example.com', systemPath);
    expect(without.status).toBe(2);
    expect(without.stdout).toMatch(/web1\.example\.com: not looked at: .*No such file or directory/);
    expect(await expectHtml(join(work, 'reports/web2.example.com.html'))).toContain('license-key-malformed');
  });
});

test('every command of the recipes was run', () => {
  expect(commands.filter((each) => !ran.has(each))).toEqual([]);
});
