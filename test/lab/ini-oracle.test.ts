/** What the readers of php.ini, .user.ini and pool files say, compared with what PHP itself says, on generated files. */
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askFastCgi } from '../../src/host/fastcgi.js';
import { createLocalHost } from '../../src/host/local.js';
import { ConfigFiles } from '../../src/probes/config-files.js';
import { staticPhpView } from '../../src/probes/php-static.js';
import { parseFpm } from '../../src/parse/fpm-pool.js';
import { mergeIni } from '../../src/parse/ini-merge.js';
import { parsePhpIni } from '../../src/parse/php-ini.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { factor, seed, tally } from '../fuzz/runs.js';
import { phpVersion } from './web-server.js';

const php = '/usr/bin/php8.2';
let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(process.env['LAB_WEB'] ?? '/tmp', 'ini-oracle-')));
  chmodSync(folder, 0o755);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const value = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[
        'On',
        'off',
        'Yes',
        'none',
        'null',
        '007',
        '1M',
        '"2;0600;/x"',
        '2;0600;/x',
        "'a;b'",
        '/a/b c/',
        '"x" y \'z\'',
        'a ; b',
        '-5',
        '"a\\"b\\\\c\\n"',
        '"on"',
        '',
        '""',
      ],
      ...[
        'Europe/Berlin',
        '"a\nb"',
        '# x',
        'tcp://h:1',
        'E_ALL & ~E_NOTICE',
        'a=b',
        'x"y"z',
        '${a}',
        '"${HOME}"',
        'yes please',
        'M_PI',
        'true',
        "it's",
        'a(b)',
        '!1',
        'E_ALL',
        '"é"',
      ],
      ...[
        '/a/${HOME}/b',
        '"/a/${HOME}/b"',
        "'${HOME}'",
        '${NOPE}',
        '${NOPE:-x}',
        'PHP_VERSION',
        '"PHP_VERSION"',
        'PHP_VERSION "x"',
        '"a" ; c',
        'a\t',
        '1|2',
        '~0',
        '"tcp://h:1?auth=p;w&x=1"',
      ],
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.constantFrom(
          'a',
          ' ',
          '"',
          "'",
          ';',
          '\\',
          '1',
          '/',
          '#',
          '\t',
          ':',
          'on',
          '-',
          '.',
          ',',
          '$',
          '${',
          '}',
          'E_A',
          '&',
          '(',
          '[',
          ']',
          '\\"',
        ),
        { maxLength: 7 },
      )
      .map((parts) => parts.join('')),
  },
);

it('values are read as PHP reads them, or not known', { timeout: 120_000 * factor }, async () => {
  const numRuns = 1500 * factor;
  const line = fc.tuple(fc.constantFrom('a', 'b', 'x.y', ' c ', 'd[]', 'e[k]'), value).map(([key, text]) => `${key} = ${text}`);
  const file = fc.array(
    fc.oneof({ weight: 8, arbitrary: line }, fc.constantFrom('; c', '# c', '[s]', '[s t]', '', 'alone', '[PATH=/x]', '[s', '= x')),
    { maxLength: 5 },
  );
  const sources = fc.sample(
    fc.tuple(file, fc.constantFrom('\n', '\n', '\r\n')).map(([lines, end]) => lines.join(end) + end),
    { numRuns, seed },
  );
  const script = `error_reporting(0); foreach (json_decode(stream_get_contents(STDIN)) as $s) { $r = parse_ini_string($s);
    echo json_encode($r === false ? null : (object) array_filter($r, 'is_string')), "\\n"; }`;
  await tally('php.ini, values', numRuns, () => {
    const out = execFileSync(php, ['-n', '-r', script], { input: JSON.stringify(sources), maxBuffer: 1 << 28, env: {} });
    const answers = out
      .toString()
      .trim()
      .split('\n')
      .map((answer) => JSON.parse(answer) as Record<string, string> | null);
    let known = 0;
    let asked = 0;
    for (const [i, source] of sources.entries()) {
      const theirs = answers[i] ?? null;
      // Two backslashes before a quote in the middle of a line: whether it ends the text depends in PHP on what stands in the lines below.
      if (/\\\\"[^\r\n]/.test(source)) continue;
      const ours = parsePhpIni(source, 'test.ini');
      // where PHP ends a text whose last quote stands behind a backslash is beyond its own grammar
      const unsure =
        (ours.broken !== null && source.includes('\\"')) ||
        ours.entries.some((entry) => entry.value === null && entry.line !== ours.broken?.line);
      if (!unsure)
        expect(ours.broken !== null, `broken or not:\n${source}\n${JSON.stringify(ours)}\n${JSON.stringify(theirs)}`).toBe(theirs === null);
      if (theirs === null) continue;
      const said = new Map(ours.entries.filter(({ offset }) => offset === null).map((entry) => [entry.key, entry.value]));
      for (const [key, real] of Object.entries(theirs)) {
        asked++;
        const mine = said.get(key);
        if (mine === null) continue;
        known++;
        expect(mine, `${key} in:\n${source}`).toBe(real);
      }
      if (!unsure) expect([...said.keys()].sort()).toEqual(Object.keys(theirs).sort());
    }
    expect(asked).toBeGreaterThan(numRuns / 2);
    expect(known / asked).toBeGreaterThan(0.7);
  });
});

/** Without a check of their own, so that PHP keeps whatever is set. */
const directives = [
  'session.save_path',
  'session.cookie_domain',
  'session.cookie_path',
  'error_log',
  'user_agent',
  'error_prepend_string',
] as const;
const setting = fc.tuple(fc.constantFrom(...directives), value).map(([key, text]) => `${key} = ${text}`);
const iniText = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: setting },
      fc.constantFrom('; c', '[PHP]', '[Session]', '[PATH=/nowhere]', '[HOST=x.test]', 'zend.unknown = 1', 'extension = no_such'),
    ),
    { maxLength: 6 },
  )
  .map((lines) => `${lines.join('\n')}\n`);
const show = `$o = []; foreach (${JSON.stringify(directives)} as $d) $o[$d] = (string) ini_get($d); echo json_encode($o, JSON_INVALID_UTF8_SUBSTITUTE);`;

it('php.ini and its additional files give what ini_get gives', { timeout: 120_000 * factor }, async () => {
  const runs = 60 * factor;
  const cases = fc.sample(fc.tuple(iniText, fc.array(iniText, { maxLength: 2 })), { numRuns: runs, seed });
  const ask = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<Record<string, string>> =>
    JSON.parse((await promisify(execFile)(php, [...args, '-r', show], { env })).stdout.replace(/^[^{]*(?=\{")/, '')) as Record<
      string,
      string
    >;
  await tally('php.ini, ini_get', runs, async () => {
    const builtIn = await ask(['-n'], {});
    let known = 0;
    for (const [i, [main, more]] of cases.entries()) {
      const here = path.join(folder, `i${i}`);
      mkdirSync(path.join(here, 'more'), { recursive: true });
      const files = [path.join(here, 'php.ini'), ...more.map((_, at) => path.join(here, 'more', `${at}.ini`))];
      for (const [at, text] of [main, ...more].entries()) writeFileSync(files[at] ?? '', text);
      const theirs = await ask(['-c', here], { PHP_INI_SCAN_DIR: path.join(here, 'more'), HOME: '/home/x', a: 'from a' });
      const merged = mergeIni(
        [main, ...more].map((text, at) => parsePhpIni(text, files[at] ?? '')),
        { folder: '/srv', host: null },
      ).directives;
      for (const directive of directives) {
        const set = merged.get(directive);
        if (set?.value === null) continue;
        if (set !== undefined) known++;
        expect(set?.value ?? builtIn[directive], `${directive} of:\n${[main, ...more].join('\n---\n')}`).toBe(theirs[directive]);
      }
      rmSync(here, { recursive: true });
    }
    expect(known).toBeGreaterThan(runs);
  });
});

const poolValue = fc.oneof(
  { weight: 4, arbitrary: value.filter((text) => !/["\n]$|^"[^"]*$/.test(text) || text.startsWith('"')) },
  fc.constantFrom('/var/$pool/x', '"$pool"', "'$pool;x'", '${HOME}', 'on', '"on"', '1', 'true'),
);
const poolLine = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('php_value', 'php_admin_value'), fc.constantFrom(...directives), poolValue)
      .map(([how, key, text]) => `${how}[${key}] = ${text}`),
  },
  // a path that is a flag ends a worker of FPM before it answers
  fc
    .tuple(
      fc.constantFrom('php_flag', 'php_admin_flag'),
      fc.constantFrom('user_agent', 'session.cookie_domain', 'error_prepend_string'),
      fc.constantFrom('on', 'off', '1', 'yes', 'no', 'true'),
    )
    .map(([how, key, text]) => `${how}[${key}] = ${text}`),
  fc.constantFrom('; c', 'env[X] = "y"', 'env[session.save_path] = /env', 'catch_workers_output = no'),
);
/** What only PHP knows and takes all the same. */
const accepted = /= [^${}|&~!()]*(?:\$\{(?:HOME|NOPE|a)\}[^${}|&~!()]*|E_ALL|M_PI|PHP_VERSION|1\|2|~0|!1|E_ALL & ~E_NOTICE)$/;
interface PoolCase {
  readonly lines: readonly string[];
  readonly userIni: string | null;
}
const poolCase: fc.Arbitrary<PoolCase> = fc.record({
  lines: fc.array(poolLine, { maxLength: 6 }),
  userIni: fc.option(fc.array(setting, { maxLength: 4 }).map((lines) => `${lines.join('\n')}\n`)),
});

it('pools, .user.ini and php.ini together give what a request gets', { timeout: 180_000 * factor }, async () => {
  const count = Math.min(40 * factor, 600);
  // FPM does not start with a pool that it cannot read: what the reader calls broken is for the first test
  const cases: PoolCase[] = [];
  for (const one of fc.sample(poolCase, { numRuns: count * 2, seed })) {
    const lines = one.lines.flatMap((line) => line.split('\n'));
    const unreadable = lines.some((line) => {
      const { broken, entries } = parsePhpIni(line, 'x');
      return broken !== null || entries.some((entry) => entry.value === null && !accepted.test(line));
    });
    if (!unreadable && cases.length < count) cases.push(one);
  }
  const main = 'session.save_path = "/from/ini"\nuser_agent = ini\nuser_ini.cache_ttl = 0\n[PATH=' + folder + '/w1/]\nuser_agent = path\n';
  const pools = path.join(folder, 'pool.d');
  mkdirSync(pools, { recursive: true });
  writeFileSync(path.join(folder, 'php.ini'), main);
  const socketOf = (i: number): string => path.join(folder, `s${i}.sock`);
  for (const [i, { lines, userIni }] of cases.entries()) {
    const root = path.join(folder, `w${i}`);
    mkdirSync(root);
    writeFileSync(path.join(root, 'index.php'), `<?php ${show}`);
    if (userIni !== null) writeFileSync(path.join(root, '.user.ini'), userIni);
    const own = [
      'user = www-data',
      'group = www-data',
      `listen = ${socketOf(i)}`,
      'pm = ondemand',
      'pm.max_children = 1',
      'clear_env = yes',
    ];
    writeFileSync(path.join(pools, `p${i}.conf`), `[p${i}]\n${[...own, ...lines].join('\n')}\n`);
  }
  const file = path.join(folder, 'php-fpm.conf');
  writeFileSync(file, `[global]\nerror_log = ${folder}/fpm.log\ndaemonize = no\ninclude = ${pools}/*.conf\n`);
  const command = [`php-fpm${phpVersion}`, '-F', '-y', file, '-c', folder];
  const fpm: ChildProcess = spawn(command[0] ?? '', command.slice(1), {
    env: { PATH: process.env['PATH'], PHP_INI_SCAN_DIR: '', HOME: '/home/x', a: 'from a' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  fpm.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  const host = await createLocalHost(defaultOptions);
  const signal = new AbortController().signal;
  try {
    for (let wait = 0; !existsSync(socketOf(cases.length - 1)) && wait < 300; wait++) {
      if (fpm.exitCode !== null) throw new Error(`php-fpm ended: ${complaint}`);
      await pause(100);
    }
    const files = new ConfigFiles(host, signal);
    const read = await parseFpm(file, `include = ${pools}/*.conf\n`, (pattern) => files.load(pattern));
    expect(read.pools.map(({ name }) => name).sort()).toEqual(cases.map((_, i) => `p${i}`).sort());
    let known = 0;
    await tally('pool files', cases.length, async () => {
      for (const [i, { lines, userIni }] of cases.entries()) {
        const root = path.join(folder, `w${i}`);
        const script = path.join(root, 'index.php');
        const params = {
          SCRIPT_FILENAME: script,
          SCRIPT_NAME: '/index.php',
          REQUEST_METHOD: 'GET',
          DOCUMENT_ROOT: root,
          REQUEST_URI: '/',
          SERVER_PROTOCOL: 'HTTP/1.1',
          GATEWAY_INTERFACE: 'CGI/1.1',
        };
        const { stdout } = await askFastCgi({ socket: socketOf(i) }, { params, timeoutMs: 20_000 }).catch((error: unknown) => {
          throw new Error(
            `${String(error)}\n${lines.join('\n')}\n--- .user.ini\n${userIni ?? ''}\n${readFileSync(path.join(folder, 'fpm.log'), 'utf8').slice(-500)}`,
          );
        });
        const theirs = JSON.parse(stdout) as Record<string, string>;
        const found = read.pools.find(({ name }) => name === `p${i}`);
        if (found === undefined) throw new Error(`no pool p${i}`);
        const pool = {
          ...({
            kind: 'fpm',
            foundBy: 'only-one',
            listen: found.listen,
            pool: found.name,
            file: found.file,
            masterPid: null,
            user: null,
            group: null,
            chroot: null,
          } as const),
          ...{
            version: '8.2',
            iniFile: path.join(folder, 'php.ini'),
            iniFolder: null,
            values: found.values,
            privateTmp: null,
            alternatives: [],
          },
        };
        expect(found.listen).toBe(socketOf(i));
        const view = await staticPhpView(host, { pool, root, signal });
        for (const directive of directives) {
          const said = view.ini[directive];
          if (said === undefined) continue;
          known++;
          expect(said, `${directive} of p${i}:\n${lines.join('\n')}\n--- .user.ini\n${userIni ?? ''}`).toBe(theirs[directive]);
        }
      }
    });
    expect(known).toBeGreaterThan(cases.length * 2);
  } finally {
    fpm.kill('SIGTERM');
    await host.close?.();
  }
});
