import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Lab } from './lab.js';
import { runDoctor, type DoctorRun } from './doctor.js';
import { site } from './names.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
let lab: Lab;
let folder: string;

beforeAll(async () => {
  lab = await Lab.start({ web: 'nginx' });
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-bad-'));
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function cli(args: readonly string[], cwd = '/'): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (texts.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (texts.stderr += part));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...texts };
}

/** One line, no stack trace, nothing on standard output. */
function expectOneLine(ended: Ended, status: number, text: RegExp): void {
  expect(ended.status, ended.stderr).toBe(status);
  expect(ended.stdout).toBe('');
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.stderr).toMatch(text);
  expect(ended.stderr).not.toMatch(/\n\s+at |undefined|\[object/);
}

describe('the command line', () => {
  it('says what to type where there is no install', async () => {
    expectOneLine(await cli(['check'], folder), 64, /whmcs-doctor check \/var\/www\/whmcs/);
    expectOneLine(await cli(['check', '/nonexistent']), 64, /\/nonexistent/);
  });

  it('names a selection that names nothing, with the nearest id', async () => {
    expectOneLine(await cli(['check', lab.root, '--only', 'sesion-path-unwritable']), 64, /did you mean session-path-unwritable\?/);
    expectOneLine(await cli(['explain', 'frequent-logout']), 64, /did you mean frequent-logouts\?/);
    expectOneLine(await cli(['list', 'check']), 64, /did you mean checks\?/);
  });

  it('names unusable files and options', async () => {
    writeFileSync(join(folder, 'c.yaml'), 'treshholds: {}');
    expectOneLine(
      await cli(['check', lab.root, '--config', join(folder, 'c.yaml')]),
      78,
      /unknown key treshholds: did you mean thresholds\?/,
    );
    writeFileSync(join(folder, 'b.json'), '{}');
    expectOneLine(await cli(['check', join(folder, 'b.json')]), 78, /not a bundle/);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expectOneLine(await cli(['check', join(folder, 'pipe')]), 78, /not a regular file/);
    writeFileSync(join(folder, 'half.tgz'), gzipSync(Buffer.alloc(2000, 'x')).subarray(0, 20));
    for (const command of ['check', 'plan']) expectOneLine(await cli([command, join(folder, 'none.tgz')]), 64, /none\.tgz/);
    expectOneLine(
      await cli(['check', join(folder, 'half.tgz')]),
      78,
      /half\.tgz is not a bundle.*damaged or were cut off.*whmcs-doctor collect/,
    );
    expectOneLine(
      await cli(['collect', join(folder, 'half.tgz'), '-o', join(folder, 'x.tgz')]),
      64,
      /half\.tgz is a file: collect looks at/,
    );
    expectOneLine(await cli(['check', lab.root, '--timeout', 'soon']), 64, /--timeout soon/);
    expectOneLine(await cli(['check', lab.root, '-f', 'xml']), 64, /-f xml is not a format/);
    expectOneLine(
      await cli(['collect', lab.root, '--cacert', lab.ca, '-q', '-o', '/nonexistent/x.json']),
      73,
      /cannot write \/nonexistent\/x\.json/,
    );
  });
});

/** The gap is named once, in one line, and the rest of the diagnosis is there. */
function expectUnknown(run: DoctorRun, why: RegExp, elsewhere: string): void {
  expect(run.status, run.stderr).toBe(3);
  const reasons = new Set(run.report.findings.filter((finding) => finding.status === 'unknown').map((finding) => finding.reason ?? ''));
  expect(
    [...reasons].some((reason) => why.test(reason)),
    [...reasons].join('\n'),
  ).toBe(true);
  for (const reason of reasons) expect(reason).not.toMatch(/\n|undefined|\[object/);
  expect(run.report.findings.find((finding) => finding.check === elsewhere)?.status).toBe('pass');
}

describe('configuration.php', () => {
  const file = () => join(lab.root, 'configuration.php');
  let healthy: string;
  beforeEach(() => {
    healthy = readFileSync(file(), 'utf8');
    return () => {
      rmSync(file(), { force: true });
      return lab.configuration([]);
    };
  });
  const replace = (text: string): void => {
    chmodSync(file(), 0o600);
    writeFileSync(file(), text);
  };

  it('broken: says where', async () => {
    replace(healthy.replace("$db_name = 'whmcs';", "$db_name = 'whmcs"));
    expectUnknown(await runDoctor(lab), /configuration\.php.*line \d+/, 'clock-behind');
  });

  it('a FIFO: is not waited for', async () => {
    rmSync(file());
    execFileSync('mkfifo', [file()]);
    expectUnknown(await runDoctor(lab), /configuration\.php.*(fifo|FIFO|named pipe)/, 'clock-behind');
  });

  it('a link that leads out: is not followed', async () => {
    rmSync(file());
    symlinkSync('/etc/shadow', file());
    const run = await runDoctor(lab);
    expectUnknown(run, /configuration\.php.*link/, 'clock-behind');
    expect(run.stdout).not.toContain('root:');
  });

  it('with a wrong database password: names user and place, not the password', async () => {
    replace(healthy.replace(/\$db_password = '[^']*'/, "$db_password = 'wr0ng-p4ssw0rd'"));
    const run = await runDoctor(lab);
    expectUnknown(run, /refused.*whmcs/, 'clock-behind');
    expect(run.stdout + run.stderr).not.toContain('wr0ng-p4ssw0rd');
  });

  it('with a password in double quotes that PHP reads differently: says so', async () => {
    replace(healthy.replace(/\$db_password = '[^']*'/, '$db_password = "ab$cd"'));
    expectUnknown(await runDoctor(lab), /\$db_password|double quotes/, 'clock-behind');
  });
});

describe('the database', () => {
  it('down: is one thing to settle', async () => {
    await lab.stopDatabase();
    expectUnknown(await runDoctor(lab), /database/, 'clock-behind');
    await lab.restartDatabase();
  });

  it('without known tables: is unknown, never healthy', async () => {
    await lab.sql('RENAME TABLE tblconfiguration TO tblconfiguration_gone');
    try {
      expectUnknown(await runDoctor(lab), /tblconfiguration/, 'clock-behind');
    } finally {
      await lab.sql('RENAME TABLE tblconfiguration_gone TO tblconfiguration');
    }
  });
});

describe('a hostile site', () => {
  const hostile = '\u001b]0;owned\u0007\u001b[2J\u202e::error::<script>';

  it('with terminal escapes in its pages, headers and settings: they reach no terminal', async () => {
    await lab.setting('SystemURL', `${site.url}${hostile}/`);
    const child = await cli(['check', lab.root, '--cacert', lab.ca, '--show', 'all', '-v']);

    expect(child.stdout + child.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    await lab.setting('SystemURL', site.url);
  });

  it('a folder without the right to read it: one line', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    writeFileSync(join(closed, 'init.php'), '<?php');
    const ended = await cli(['check', closed]);
    expect(ended.status).not.toBe(70);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });
});
