/** The real program with a bundle in hand: npm test builds it before. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packBundle, packDocument, unpackBundle } from '../../src/host/bundle.js';
import type { Bundle } from '../../src/host/bundle-document.js';
import type { Report } from '../../src/model.js';
import { parseJson } from '../../src/parse/json.js';

const top = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(top, 'bin/whmcs-doctor.js');
const patience = 60_000;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-bundle-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sample = 'PHP Warning:  session_start(): open(/srv/sessions/sess_…, O_RDWR) failed: Permission denied (13)';
const hit = { message: 'php-session-open-denied', source: '/srv/error_log', count: 3, first: null, last: null, lastAgeSeconds: 60, sample };
const origin = { vantage: 'files', source: '/srv/error_log', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } as const;
const recorded = unpackBundle(readFileSync(join(top, 'src/cli/demo-install.json')), parseJson);
const bundle: Bundle = {
  ...recorded,
  facts: { ...recorded.facts, 'logs.php': { ok: true, origin, value: { logs: [], hits: [hit] } } },
};

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const archive = (): string => file('bundle.tgz', packBundle(bundle).bytes);

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function cli(args: readonly string[], input: string | Uint8Array = ''): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
    timeout: patience,
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8' },
  });
  return { status, stdout, stderr };
}

/** On a terminal of its own, with something typed. */
function onTerminal(args: readonly string[], typed: string): Ended {
  const command = [process.execPath, launcher, ...args].map((word) => `'${word}'`).join(' ');
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    encoding: 'utf8',
    input: typed,
    timeout: patience,
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8' },
  });
  return { status, stdout, stderr: '' };
}

describe('check', { timeout: patience }, () => {
  it('says from what, when and by which version it was recorded, and how old it is', () => {
    const { status, stdout } = cli(['check', archive()]);
    expect(status).toBe(2);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain(`recorded ${recorded.recordedAt.slice(0, 10)}`);
    expect(text).toContain('on the server, from /var/www/billing, by whmcs-doctor 0.1.0');
    expect(text).toContain('whmcs-doctor check /var/www/billing --only clock-behind');
    const old = { ...bundle, recordedAt: new Date(Date.now() - 12 * 86_400_000).toISOString() };
    expect(cli(['check', file('old.tgz', packBundle(old).bytes)]).stdout).toContain('! It is 12 days old');
    const fresh = { ...bundle, recordedAt: new Date(Date.now() - 60_000).toISOString() };
    expect(cli(['check', file('fresh.tgz', packBundle(fresh).bytes)]).stdout).not.toContain(' old: what was changed');
  });

  it('says it in JSON, too, by the published schema', () => {
    const { stdout } = cli(['check', archive(), '-f', 'json']);
    const report = JSON.parse(stdout) as Report;
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(readFileSync(join(top, 'dist/schemas/report.json'), 'utf8')) as object,
    );
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.target).toMatchObject({ kind: 'bundle', recorded: { kind: 'install', label: '/var/www/billing', by: '0.1.0' } });
  });

  it('says the same of the facts alone, packed or not', () => {
    const causes = ({ stdout }: Ended): readonly unknown[] =>
      (JSON.parse(stdout) as Report).findings.map(({ cause, status }) => [cause, status]);
    const whole = causes(cli(['check', archive(), '-f', 'json']));
    for (const path of [file('b.json', packDocument(bundle, false)), file('b.json.gz', packDocument(bundle, true))])
      expect(causes(cli(['check', path, '-f', 'json']))).toEqual(whole);
  });

  it('looks only for what was described', () => {
    const { stdout } = cli(['check', archive(), '--for', 'I log in with the right password and land on the login page again']);
    expect(stdout).toMatch(/What was described\n[^\n]*Login Redirect Loops/);
  });

  it('says which options come too late for it', () => {
    const { status, stderr } = cli(['check', archive(), '--admin', 'jane', '--visitor-ip', '203.0.113.9']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/bundle\.tgz was recorded before: --visitor-ip, --admin tell nothing about it: give that to collect\n$/);
  });

  it.each([
    ['a bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024)), /unpacks to more than 64 MiB/],
    ['half a bundle', packBundle(bundle).bytes.subarray(0, 900), /cut off on the way/],
    ['something else', gzipSync('PK and more'), /not JSON/],
    [
      'a format to come',
      Buffer.from('{"schema": "whmcs-doctor/bundle/3", "tool": {"version": "3.1.0"}}'),
      /install whmcs-doctor 3\.1\.0 or later/,
    ],
  ])('refuses %s in one line that names the file and what to do', (name, bytes, message) => {
    const path = file(`${name}.tgz`, bytes);
    const { status, stdout, stderr } = cli(['check', path]);
    expect([status, stdout]).toEqual([78, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
    expect(stderr).toContain(`${name}.tgz`);
    expect(stderr).toContain('whmcs-doctor collect FOLDER -o FILE');
  });
});

describe('plan', { timeout: patience }, () => {
  it('says that nothing but the file would be read', () => {
    const { status, stdout } = cli(['plan', archive()]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Files and folders read\n {2}\S+bundle\.tgz, the bundle itself: nothing else/);
    expect(stdout).not.toMatch(/Programs run|Database statements|Addresses contacted/);
    const items = (JSON.parse(cli(['plan', archive(), '-f', 'json']).stdout) as { items: readonly { kind: string }[] }).items;
    expect(items.map(({ kind }) => kind)).toEqual(['read']);
  });
});

describe('triage', { timeout: patience }, () => {
  it.each([
    ['the archive', (): readonly [readonly string[], Uint8Array | string] => [['triage', archive()], '']],
    [
      'the facts alone',
      (): readonly [readonly string[], Uint8Array | string] => [['triage', file('c.json', packDocument(bundle, false))], ''],
    ],
    ['standard input', (): readonly [readonly string[], Uint8Array | string] => [['triage', '-'], packBundle(bundle).bytes]],
  ])('reads the logs of %s, and says so', (_, given) => {
    const [args, input] = given();
    const { status, stdout, stderr } = cli([...args, '-f', 'json'], input);
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ best: 'login-redirect-loops' });
    expect(stderr).toContain('is a bundle: triage reads what it keeps of logs/php.txt, the last line of each known message (1 in all)');
  });

  it('says where there are no lines, and refuses what is damaged', () => {
    const without = file('n.tgz', packBundle({ ...bundle, facts: {} }).bytes);
    const none = cli(['triage', without]);
    expect([none.status, none.stderr]).toEqual([
      1,
      expect.stringMatching(/^[^\n]*keeps no lines of logs, so there is nothing to triage: judge its facts[^\n]*\n$/),
    ]);
    const cut = cli(['triage', file('cut.tgz', gzipSync(Buffer.from('README.txt\0'.padEnd(257, '\0').concat('ustar'.padEnd(400, '\0')))))]);
    expect([cut.status, cut.stdout]).toEqual([78, '']);
    expect(cut.stderr).toMatch(/damaged|cut off/);
  });
});

describe('collect', { timeout: patience }, () => {
  /** Nothing answers there, and nobody else is asked. */
  const nowhere = ['collect', 'http://127.0.0.1:9/', '--offline', '--deadline', '10s'];

  it('shows what it writes, asks nobody where there is no terminal, and writes for the owner alone', () => {
    const path = join(folder, 'w.tgz');
    const { status, stdout, stderr } = cli([...nowhere, '-o', path]);
    expect([status, stdout]).toEqual([0, '']);
    for (const shown of [
      'About to write',
      'manifest.json',
      'facts.json',
      'Not gathered',
      'cannot be seen from here',
      'the verdict is the same as here',
    ])
      expect(stderr).toContain(shown);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(cli(['check', path]).stdout.replace(/\s+/g, ' ')).toContain('from outside, at http://127.0.0.1:9/');
    const quiet = cli([...nowhere, '-q', '-o', path]);
    expect([quiet.status, quiet.stdout, quiet.stderr]).toEqual([0, '', '']);
  });

  it('writes to standard output what check can read', () => {
    const { status, stdout } = spawnSync(process.execPath, [launcher, ...nowhere, '-o', '-'], { cwd: folder, timeout: patience });
    expect(status).toBe(0);
    expect(unpackBundle(stdout, parseJson).target).toEqual({ kind: 'url', label: 'http://127.0.0.1:9/' });
    const manifest = JSON.parse(
      /\{\n "schema": "whmcs-doctor\/bundle\/2"[\s\S]*?\n\}\n/.exec(gunzipSync(stdout).toString())?.[0] ?? '',
    ) as object;
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(readFileSync(join(top, 'dist/schemas/manifest.json'), 'utf8')) as object,
    );
    expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);
  });

  it('asks on a terminal without a width, too, after a look that took long', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const args = ['collect', `http://127.0.0.1:${port}/`, '--offline', '--timeout', '3s', '--deadline', '6s', '-o', join(folder, 's.tgz')];
    const { status, stdout } = onTerminal(args, 'n\n');
    silent.close();
    expect([status, stdout]).toEqual([0, expect.stringContaining('nothing was written')]);
  });

  it('asks on a terminal, and writes nothing without a yes', () => {
    const path = join(folder, 'asked.tgz');
    const no = onTerminal([...nowhere, '-o', path], 'n\n');
    expect(no.stdout).toMatch(/Write .*asked\.tgz\? \[y\/N\]/);
    expect(no.stdout).toContain('nothing was written');
    expect([no.status, existsSync(path)]).toEqual([0, false]);
    const yes = onTerminal([...nowhere, '-o', path], 'y\n');
    expect([yes.status, existsSync(path)], yes.stdout).toEqual([0, true]);
    rmSync(path);
    const unasked = onTerminal([...nowhere, '-o', path, '--yes'], '');
    expect(unasked.stdout).not.toContain('[y/N]');
    expect([unasked.status, existsSync(path)]).toEqual([0, true]);
    expect(onTerminal([...nowhere, '-o', '-'], 'y\n')).toMatchObject({ status: 64 });
  });
});
