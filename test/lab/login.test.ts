/** `whmcs-doctor login` against real PHP, a real database and the stand-in for WHMCS: every answer, both ways, and nothing that gives a secret away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { LoginDocument } from '../../src/report/login-document.js';
import { jsonSchemas } from '../../src/report/schema.js';
import { runSql } from './database.js';
import { asRoot, Lab } from './lab.js';
import { site } from './names.js';
import { accounts } from './seed.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
const validate = new Ajv2020({ strict: false }).compile(jsonSchemas()['login'] as object);
const email = accounts.user.username;
/** password_hash(password, PASSWORD_BCRYPT, ['cost' => 4]), made by the laboratory's own PHP. */
const password = 'R1ght&pass"wörd/%41';
const wrong = 'Wr0ng+pa$$<w0rd>';
const apiSecret = 'lab-api-s3cret-77';
const api = { WHMCS_API_IDENTIFIER: 'labidentifier', WHMCS_API_SECRET: apiSecret };
/** This machine as WHMCS sees it: names lead to IPv6 first. */
const caller = site.ipv6;
const allowed = (address: string): string => `a:1:{i:0;a:2:{s:2:"ip";s:${address.length}:"${address}";s:4:"note";s:3:"lab";}}`;

let lab: Lab;
let folder: string;

beforeAll(async () => {
  lab = await Lab.start({ web: 'nginx' });
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-login-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a test may have changed, without restarting what runs. */
beforeEach(async () => {
  rmSync(join(lab.root, 'includes/hooks'), { recursive: true, force: true });
  for (const name of ['LabValidateLogin', 'LabTextAnswers', 'LabBanAfter']) await lab.setting(name, null);
  await lab.setting('APIAllowedIPs', allowed(caller));
  await lab.setting('DisableSessionIPCheck', '');
  await lab.sql('DELETE FROM tblbannedips WHERE ip = ?', [caller]);
  await lab.sql("DELETE FROM tblconfiguration WHERE setting LIKE 'LabFailed%'");
  await lab.sql("UPDATE tblusers SET password = ?, second_factor = '', last_login = NULL WHERE id = 1", [await hashOf(password)]);
  await lab.sql('UPDATE tbldeviceauth SET secret = ?', [await hashOf(apiSecret)]);
  await lab.sql(`UPDATE tblapi_roles SET permissions = '{"validatelogin":1,"getconfigurationvalue":1}'`);
});

const hashes = new Map<string, string>();
async function hashOf(text: string): Promise<string> {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const child = spawn('php', ['-r', 'echo password_hash(stream_get_contents(STDIN), PASSWORD_BCRYPT, ["cost" => 4]);']);
  child.stdin.end(text);
  let hash = '';
  child.stdout.on('data', (part) => (hash += String(part)));
  await once(child, 'close');
  hashes.set(text, hash);
  return hash;
}

interface Tried {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly login: LoginDocument;
}

interface Wish {
  readonly env?: Readonly<Record<string, string>>;
  readonly as?: string;
}

/** Without a terminal: the child has a session of its own. */
async function cli(args: readonly string[], { env = {}, as }: Wish = {}): Promise<Omit<Tried, 'login'>> {
  const [program = '', ...rest] = [
    ...(as === undefined ? [] : ['setpriv', `--reuid=${as}`, `--regid=${as}`, '--init-groups']),
    process.execPath,
    launcher,
    'login',
    ...args,
  ];
  const child = spawn(program, rest, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LANG: 'C.UTF-8', ...env },
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (texts.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (texts.stderr += part));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...texts };
}

/** With JSON, which must be what its schema says; no secret may be anywhere. */
async function tried(args: readonly string[], wish: Wish = {}): Promise<Tried> {
  const run = await cli(['--email', email, '--yes', '-f', 'json', '--cacert', lab.ca, ...args], wish);
  if (!run.stdout.startsWith('{')) throw new Error(`no answer (status ${run.status}): ${run.stderr}${run.stdout}`);
  const login = JSON.parse(run.stdout) as LoginDocument;
  expect(validate(login), JSON.stringify(validate.errors)).toBe(true);
  expect(run.status).toBe(login.exitCode);
  expectSealed(run);
  return { ...run, login };
}

function expectSealed({ stdout, stderr }: Pick<Tried, 'stdout' | 'stderr'>): void {
  const all = stdout + stderr;
  for (const secret of [password, wrong, apiSecret]) {
    const bytes = Buffer.from(secret);
    for (const form of [
      secret,
      encodeURIComponent(secret),
      bytes.toString('hex'),
      bytes.toString('base64').slice(0, -4),
      JSON.stringify(secret).slice(1, -1),
    ])
      expect(all).not.toContain(form);
  }
  expect(all).not.toMatch(/[0-9a-f]{40}/); // the token
  expect(all).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
}

const remote = (secret = password, more: Readonly<Record<string, string>> = {}): Wish => ({
  env: { ...api, WHMCS_LOGIN_PASSWORD: secret, ...more },
});
const here = (secret = password): Wish => ({ env: { WHMCS_LOGIN_PASSWORD: secret } });

/** A file of a third party that init.php loads; only the command line is troubled by it. */
function hook(php: string): void {
  const hooks = join(lab.root, 'includes/hooks');
  mkdirSync(hooks, { recursive: true });
  writeFileSync(
    join(hooks, 'test.php'),
    `<?php
if (PHP_SAPI === 'cli') {
${php}
}
`,
  );
}

describe.each([
  ['over the API', 'api'],
  ['on the server', 'local'],
] as const)('%s', (_, way) => {
  const target = (): readonly string[] => (way === 'api' ? [site.url] : [lab.root]);
  const wish = (secret = password): Wish => (way === 'api' ? remote(secret) : here(secret));

  it('a right password: the user, no second factor, a token that is not shown', async () => {
    const { login, status, stderr } = await tried(target(), wish());
    expect(login).toMatchObject({
      result: 'success',
      verdict: 'valid',
      via: way,
      userId: 1,
      contactId: null,
      twoFactorEnabled: false,
      sessionTokenReturned: true,
    });
    expect(status).toBe(0);
    expect(stderr).toMatch(/start a session/);
    expect(stderr).toMatch(/count towards a ban/);
    const [row] = (await runSql('SELECT last_login FROM tblusers WHERE id = 1')) as { last_login: unknown }[];
    expect(row?.last_login).not.toBeNull();
  });

  it('answers of numbers and truth values as such mean the same', async () => {
    await lab.setting('LabTextAnswers', 'off');
    expect((await tried(target(), wish())).login).toMatchObject({ userId: 1, twoFactorEnabled: false, sessionTokenReturned: true });
  });

  it('a wrong password, and a user who does not exist', async () => {
    const { login, status } = await tried(target(), wish(wrong));
    expect(login).toMatchObject({
      result: 'error',
      verdict: 'invalid',
      message: 'Email or Password Invalid',
      userId: null,
      sessionTokenReturned: false,
    });
    expect(status).toBe(2);
    expect((await tried([...target(), '--email', 'nobody@b.test'], wish())).login.verdict).toBe('invalid');
  });

  it('a user with a second factor: no token', async () => {
    await lab.sql("UPDATE tblusers SET second_factor = 'totp' WHERE id = 1");
    const { login } = await tried(target(), wish());
    expect(login).toMatchObject({ verdict: 'valid', twoFactorEnabled: true, sessionTokenReturned: false, sessionIpValidation: null });
    expect(login.explanation).toMatch(/Two-factor authentication is on/);
  });

  it('a contact of WHMCS before 8.0', async () => {
    await lab.setting('LabValidateLogin', '7.5');
    await lab.sql("INSERT INTO tblcontacts (id, userid, email, subaccount, password) VALUES (5, 3, 'contact@b.test', 1, ?)", [
      await hashOf(password),
    ]);
    const { login } = await tried([...target(), '--email', 'contact@b.test'], wish());
    await lab.sql('DELETE FROM tblcontacts WHERE id = 5');
    expect(login).toMatchObject({ verdict: 'valid', userId: 3, contactId: 5, userIdIs: 'client' });
  });
});

describe('over the API it explains', () => {
  it.each([
    [
      'an address that is not allowed',
      'address-refused',
      () => lab.setting('APIAllowedIPs', allowed('203.0.113.77')),
      /takes the caller's address for 2001:db8::10/,
    ],
    [
      'a role without the action',
      'action-not-allowed',
      () => lab.sql(`UPDATE tblapi_roles SET permissions = '{"getadmindetails":1}'`),
      /API role/,
    ],
    ['a wrong credential', 'credential-refused', () => lab.sql('UPDATE tbldeviceauth SET secret = ?', ['x']), /WHMCS_API_IDENTIFIER/],
    ['a disabled administrator', 'credential-refused', () => lab.sql('UPDATE tbldeviceauth SET user_id = 3'), /disabled/],
    ['an administrator without API Access', 'access-denied', () => lab.sql('UPDATE tbldeviceauth SET user_id = 2'), /API Access/],
    [
      'a banned address',
      'address-banned',
      () => lab.sql("INSERT INTO tblbannedips (ip, reason, expires) VALUES (?, 'x', '2037-01-01')", [caller]),
      /2001:db8::10/,
    ],
  ] as const)('%s', async (_, trouble, make, words) => {
    await make();
    const { login, status } = await tried([site.url], remote());
    await lab.sql('UPDATE tbldeviceauth SET user_id = 1');
    expect(login).toMatchObject({ verdict: 'undetermined', trouble, result: 'error', userId: null });
    expect(login.explanation).toMatch(words);
    expect(login.explanation).toMatch(/is not known/);
    expect(status).toBe(3);
  });

  it('that wrong passwords led to a ban, as said beforehand', async () => {
    await lab.setting('LabBanAfter', '1');
    const first = await tried([site.url], remote(wrong));
    expect(first.login.verdict).toBe('invalid');
    expect(first.stderr).toMatch(/count towards a ban/);
    expect((await tried([site.url], remote())).login.trouble).toBe('address-banned');
  });

  it('a folder without WHMCS, and a certificate that cannot be trusted', async () => {
    expect((await tried([`${site.url}nothing/`], remote())).login.trouble).toBe('not-found');
    const run = await cli([site.url, '--email', email, '--yes', '-f', 'json'], remote());
    expect(JSON.parse(run.stdout)).toMatchObject({ verdict: 'undetermined', trouble: 'certificate' });
  });
});

describe('session IP validation', () => {
  it.each([
    ['on', '', /useless/],
    ['off', 'on', /good from any address/],
  ] as const)('%s: read over the API, and from the database for a folder', async (state, value, words) => {
    await lab.setting('DisableSessionIPCheck', value);
    for (const target of [[site.url], [lab.root, '--via', 'api']]) {
      const { login } = await tried(target, remote());
      expect(login.sessionIpValidation).toBe(state);
      expect(login.explanation).toMatch(words);
    }
  });

  it('that cannot be read: says where to look', async () => {
    await lab.sql(`UPDATE tblapi_roles SET permissions = '{"validatelogin":1}'`);
    const { login } = await tried([site.url], remote());
    expect(login.sessionIpValidation).toBe('unknown');
    expect(login.explanation).toMatch(/Disable Session IP Check/);
  });
});

describe('on the server it explains what the code of the install does instead', () => {
  it.each([
    [
      'a license check that is due',
      "echo '<h1>License Invalid</h1><p>Your license key is invalid</p>'; exit;",
      'license-refused',
      /command line/,
    ],
    ['license servers that are silent', "echo 'No Connection'; die();", 'license-unreachable', /license check/],
    [
      'no ionCube Loader',
      "echo 'Site error: the ionCube PHP Loader needs to be installed.'; exit(1);",
      'ioncube-missing',
      /ionCube|encoded/,
    ],
    ['a fatal error', 'nonexistent_function("secret-argument-1");', 'php-error', /undefined function nonexistent_function/],
    ['an exception', 'throw new RuntimeException("the database is gone");', 'php-error', /the database is gone/],
    ['an exit without a word', 'exit(5);', 'ended-early', /init\.php/],
    ['a kill', 'posix_kill(getmypid(), 9);', 'ended-early', /a signal/],
    ['an exit with terminal escapes', 'echo "\\x1b[2J\\x1b]0;owned\\x07", str_repeat("x", 30); exit;', 'ended-early', /owned/],
    ['a flood', 'while (true) echo str_repeat("A", 65536);', 'flooded', /4 MB/],
    ['a hang', 'sleep(60);', 'hung', /ended after 3 s/],
  ] as const)('%s', async (_, php, trouble, words) => {
    hook(php);
    const { login, status } = await tried([lab.root, '--deadline', '3s'], here());
    expect(login).toMatchObject({ verdict: 'undetermined', trouble });
    expect(login.explanation).toMatch(words);
    expect(status).toBe(3);
  });

  it('noise, output buffers and closed handles do not hide the answer', async () => {
    hook(
      'echo str_repeat("noise <b>", 1000); ob_start(fn ($x) => ""); ob_start(); fwrite(STDERR ?? fopen("php://stderr", "w"), "Warning");'.replace(
        'STDERR ?? ',
        '',
      ),
    );
    expect((await tried([lab.root], here())).login.verdict).toBe('valid');
  });

  it('what the install prints of the secrets is not repeated', async () => {
    hook(`$p = WhmcsDoctorLogin::$wish['parameters']['password2'];
      echo $p, ' ', base64_encode($p), ' ', bin2hex($p), ' ', json_encode($p), ' ', rawurlencode($p), ' passwordhash=', sha1('x'); exit;`);
    const { login } = await tried([lab.root], here());
    expect(login.trouble).toBe('ended-early');
  });

  it('an administrator’s name is passed on', async () => {
    expect((await tried([lab.root, '--as-admin', 'boss'], here())).login.verdict).toBe('valid');
    const { login } = await tried([lab.root, '--as-admin', 'nobody'], here());
    expect(login).toMatchObject({ trouble: 'local-refused', message: 'No matching admin user found (nobody)' });
    expect(login.nextSteps[0]?.text).toMatch(/--as-admin/);
  });
});

describe('the user whose code is run', () => {
  it.runIf(asRoot)('is the pool’s, for root and for that user; nobody else’s', async () => {
    hook('file_put_contents("/tmp/whmcs-doctor-ran-as", posix_geteuid() . " " . php_ini_loaded_file() . " " . getcwd());');
    rmSync('/tmp/whmcs-doctor-ran-as', { force: true });
    onTestFinished(() => rmSync('/tmp/whmcs-doctor-ran-as', { force: true }));
    expect((await tried([lab.root], here())).login.verdict).toBe('valid');
    expect(readFileSync('/tmp/whmcs-doctor-ran-as', 'utf8')).toMatch(new RegExp(`^2001 /etc/php/[\\d.]+/fpm/php\\.ini ${lab.root}$`));
    expect((await tried([lab.root], { ...here(), as: 'acme' })).login.verdict).toBe('valid');
    const other = await cli([lab.root, '--email', email, '--yes'], { ...here(), as: 'www-data' });
    expect(other.status).toBe(64);
    expect(other.stderr).toMatch(/PHP runs as acme and this is www-data/);
  });

  it.runIf(asRoot)('is never root, and is asked for where it is not known', async () => {
    hook('file_put_contents("/tmp/whmcs-doctor-ran", "x");');
    rmSync('/tmp/whmcs-doctor-ran', { force: true });
    for (const user of ['root', '0']) {
      const run = await cli([lab.root, '--email', email, '--yes', '--run-as', user], here());
      expect(run.status).toBe(64);
      expect(run.stderr).toMatch(/never run as root/);
    }
    const unknown = await cli([lab.root, '--email', email, '--yes', '--run-as', 'nosuchuser'], here());
    expect(unknown).toMatchObject({ status: 64 });
    expect(unknown.stderr).toMatch(/no user nosuchuser/);
    await lab.web.close();
    const pools = readdirSync('/etc/php').flatMap((version) => {
      const pool = `/etc/php/${version}/fpm/pool.d`;
      return readdirSync(`/etc/php/${version}`).includes('fpm') ? readdirSync(pool).map((name) => join(pool, name)) : [];
    });
    const kept = pools.map((file) => [file, readFileSync(file)] as const);
    for (const file of pools) rmSync(file);
    try {
      const run = await cli([lab.root, '--email', email, '--yes', '--fpm', '/run/php/none.sock'], here());
      expect(run.status).toBe(64);
      expect(run.stderr).toMatch(/--run-as USER/);
    } finally {
      for (const [file, text] of kept) writeFileSync(file, text);
      await lab.web.open();
    }
    expect(() => readFileSync('/tmp/whmcs-doctor-ran')).toThrow();
  });
});

it('ps and the environment show no secret while it runs; a signal ends it and the code of the install', async () => {
  hook('sleep(60);');
  const child = spawn(process.execPath, [launcher, 'login', lab.root, '--email', email, '--yes', '-f', 'json'], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '/usr/bin:/bin', HOME: '/', WHMCS_LOGIN_PASSWORD: password },
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
  const ended = once(child, 'close') as Promise<[number | null]>;
  let php: Seen | null = null;
  for (const began = Date.now(); php === null && Date.now() - began < 20_000; await delay(20)) php = phpRunning();
  expect(php?.text).toContain('display_errors=stderr');
  if (asRoot) expect(php?.text).toMatch(/Uid:\s+2001\s+2001\s+2001\s+2001/);
  for (const text of [password, email]) expect(php?.text).not.toContain(Buffer.from(text).toString('latin1'));
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(143);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'undetermined', trouble: 'stopped' });
  for (const began = Date.now(); phpRunning() !== null && Date.now() - began < 2000;) await delay(20);
  expect(phpRunning()).toBeNull();
});

interface Seen {
  readonly text: string;
}

/** What everybody, and what root, can see of the PHP that the program started. */
function phpRunning(): Seen | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const read = (name: string): string => {
      try {
        return readFileSync(`/proc/${pid}/${name}`, 'latin1');
      } catch {
        return ''; // it has ended meanwhile
      }
    };
    const line = read('cmdline');
    if (line.includes('zend.exception_ignore_args')) return { text: [line, read('environ'), read('status')].join('\n') };
  }
  return null;
}

describe('the password', () => {
  it('of a file, without its line end', async () => {
    writeFileSync(join(folder, 'password'), `${password}\n`, { mode: 0o600 });
    const audit = join(folder, 'audit');
    const args = [lab.root, '--audit', audit];
    expect((await tried(args, { env: { WHMCS_LOGIN_PASSWORD_FILE: join(folder, 'password') } })).login.verdict).toBe('valid');
    const text = readFileSync(audit, 'utf8');
    expect(text).toMatch(/run \/usr\/bin\/php\S* .* as \S+: localAPI\('ValidateLogin'\)/);
    expectSealed({ stdout: text.replaceAll('\n', ''), stderr: '' });
  });

  it.each([
    ['missing', {}, 64, /WHMCS_LOGIN_PASSWORD/],
    ['empty', { WHMCS_LOGIN_PASSWORD: '' }, 64, /is empty/],
    ['in a file that is missing', { WHMCS_LOGIN_PASSWORD_FILE: '/nonexistent' }, 78, /\/nonexistent does not exist/],
  ] as const)('%s: one line', async (_, env, status, words) => {
    const run = await cli([lab.root, '--email', email, '--yes'], { env });
    expect(run.status).toBe(status);
    expect(run.stdout).toBe('');
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(words);
  });

  it('as an argument: refused, and not repeated', async () => {
    for (const argument of [['--password', wrong], [`--passwd=${wrong}`], [`-p${wrong}`]]) {
      const run = await cli([lab.root, '--email', email, '--yes', ...argument]);
      expect(run.status).toBe(64);
      expect(run.stderr).toMatch(/never taken from the command line/);
      expect(run.stderr).not.toContain(wrong);
    }
  });
});

describe('the command line', () => {
  it.each([
    ['no --yes and no terminal', [site.url], /give --yes/],
    ['no credential', [site.url, '--yes'], /WHMCS_API_IDENTIFIER/],
    ['no install', ['/usr', '--yes'], /whmcs-doctor login \/var\/www\/whmcs/],
  ] as const)('%s: one line', async (_, args, words) => {
    const run = await cli(['--email', email, ...args], here());
    expect(run.status, run.stderr).toBe(64);
    expect(run.stdout).toBe('');
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(words);
  });
});

/** A terminal of its own, by script(1): what is typed, what is shown. */
async function onTerminal(
  args: readonly string[],
  typed: readonly (readonly [RegExp, string])[],
  env: Readonly<Record<string, string>> = {},
) {
  const command = [process.execPath, launcher, 'login', ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  // what the terminal is like afterwards is asked in the same session
  const child = spawn(
    'script',
    ['-qec', `${command}; status=$?; stty -a | grep -o -- '-\\?\\becho\\b' | head -1; echo "ended $status"`, '/dev/null'],
    {
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LANG: 'C.UTF-8', TERM: 'xterm', NO_COLOR: '1', ...env },
    },
  );
  let shown = '';
  const left = [...typed];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    shown += part;
    const [next] = left;
    if (next?.[0].test(shown) === true) {
      left.shift();
      child.stdin.write(next[1]);
    }
  });
  await once(child, 'close');
  return shown;
}

describe('on a terminal', () => {
  it('it asks whether to go on, then for the password, which is not shown', async () => {
    const shown = await onTerminal(
      [lab.root, '--email', email],
      [
        [/\[y\/N\] $/, 'y\r'],
        [/not shown\): $/, `x\u007f${password}\r`],
      ],
    );
    expect(shown).toMatch(/✓ The e-mail address and the password/);
    expect(shown).toMatch(/\becho\b/);
    expect(shown).not.toMatch(/-echo/);
    expect(shown).toMatch(/ended 0/);
    expect(shown).not.toContain(password);
    expect(shown).not.toContain(password.slice(0, 5));
  });

  it('anything but yes ends it before WHMCS is asked', async () => {
    const shown = await onTerminal([lab.root, '--email', email], [[/\[y\/N\] $/, '\r']]);
    expect(shown).toMatch(/nothing was asked of WHMCS/);
    expect(shown).toMatch(/ended 3/);
    const [row] = (await runSql('SELECT last_login FROM tblusers WHERE id = 1')) as { last_login: unknown }[];
    expect(row?.last_login).toBeNull();
  });

  it('Ctrl-C at the prompt: 130, and the terminal shows again what is typed', async () => {
    const shown = await onTerminal([lab.root, '--email', email, '--yes'], [[/not shown\): $/, 'half\u0003']]);
    expect(shown).toMatch(/ended 130/);
    expect(shown).not.toMatch(/-echo/);
    expect(shown).not.toContain('half');
  });

  it('an empty line is no password', async () => {
    const shown = await onTerminal([lab.root, '--email', email, '--yes'], [[/not shown\): $/, '\r']]);
    expect(shown).toMatch(/no password was typed/);
    expect(shown).toMatch(/ended 64/);
  });
});
