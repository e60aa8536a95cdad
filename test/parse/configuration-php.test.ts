import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import { parseConfigurationPhp, textOf, type ConfigurationPhp } from '../../src/parse/configuration-php.js';

const parse = (source: string, file = '/var/www/whmcs/configuration.php'): Promise<ConfigurationPhp> =>
  parseConfigurationPhp(Buffer.from(source, 'utf8'), file);

/** The text that $x holds, or `dynamic: why`, or `absent`. */
async function x(source: string): Promise<string> {
  const held = (await parse(source)).variable('x');
  if (!held) return 'absent';
  const text = textOf(held.value);
  return 'text' in text ? text.text : `dynamic: ${text.why}`;
}

describe('literals', () => {
  it.each([
    [`<?php $x = 'p$w';`, 'p$w'],
    [`<?php $x = 'it\\'s \\\\ \\n';`, `it's \\ \\n`],
    [`<?php $x = "a\\$b\\x41\\101\\u{e9}\\q\\"";`, 'a$bAAé\\q"'],
    [`<?php $x = "\\X41";`, 'A'],
    [`<?php $x = 'a'; $x ??= ($x = 'b');`, 'a'],
    [`<?php $x = "a$";`, 'a$'],
    [`<?php $x = "a$1";`, 'a$1'],
    [`<?php $x = "é\\xC3\\xA9";`, 'éé'],
    [`<?php $x = <<<'E'\n  a$b\\n\n   c\n  E;\n`, 'a$b\\n\n c'],
    [`<?php $x = <<<"E"\na\\"b\\t\nE;\n`, 'a\\"b\t'],
    [`<?php $x = <<<E\nE;\n`, ''],
    [`<?php $x = 'a' . "b" . 3 . true . null;`, 'ab31'],
    [`<?php $x = __DIR__ . '/templates_c';`, '/var/www/whmcs/templates_c'],
    [`<?php $x = dirname(__FILE__) . '/t/';`, '/var/www/whmcs/t/'],
    [`<?php $x = dirname(__DIR__, 2);`, '/var'],
    [`<?php $x = 3306;`, '3306'],
    [`<?php $x = 0x1F;`, '31'],
    [`<?php $x = 017;`, '15'],
    [`<?php $x = -1_000;`, '-1000'],
    [`<?php const A = 'a'; define('B', A . 'b'); $x = B;`, 'ab'],
    [`<?php define('DEFAULT_HOST', 'localhost'); $x = DEFAULT_HOST;`, 'localhost'],
    [`<?php define('LOG_PW', 'a'); $x = LOG_PW;`, 'a'],
    [`<?php const FILE_ROOT = 'a'; $x = FILE_ROOT . '/b';`, 'a/b'],
    [`<?php define('PHP_MEMORY', 'a'); define('M_HOST', 'b'); define('e_all', 'c'); $x = PHP_MEMORY . M_HOST . e_all;`, 'abc'],
    [`<?php $x = 'a'; call_user_func('error_reporting', 0);`, 'a'],
    [`<?php $x = 'a'; call_user_func_array('\\INI_SET', ['display_errors', $x]);`, 'a'],
    [`<?php call_user_func('define', 'A', 'a'); $x = 'b';`, 'b'],
    [`<?php $x = 'a'; $y = new PDO('mysql:host=h', 'u', $x);`, 'a'],
    [`<?php $x = 'a'; $y = new \\MySQLi('h', 'u', $x); new DateTimeZone($x);`, 'a'],
    [`<?php $x = 'a'; $link = mysqli_connect('h', 'u', $x);`, 'a'],
    [`<?php $x = 'a'; parse_str('x=b', $y);`, 'a'],
    [`<?php $a = $x = 'both';`, 'both'],
    [`<?php $y = 'one'; $x = $y . '!';`, 'one!'],
    [`<?php $x = 'a'; $x .= 'b';`, 'ab'],
    [`<?php $x = ['k' => ['l' => 'deep']]['k']['l'];`, 'deep'],
    [`<?php $x = 'old'; $x = 'new';`, 'new'],
    [`<?php // $x = 'no';\n# $x = 'no';\n/* $x = 'no'; */ $x = 'yes' // end\n;`, 'yes'],
    [`<?PHP\r\n$x = 'crlf';\r\n`, 'crlf'],
    [`<?php $x = 'closed' ?>`, 'closed'],
    [`<?php if (!defined('WHMCS')) die('no'); $x = 'guarded';`, 'guarded'],
    [`<?php defined('WHMCS') or die('no'); $x = 'guarded';`, 'guarded'],
    [`<?php if (PHP_SAPI == 'cli') { $x = 'a'; } $x = 'after';`, 'after'],
    [`<?php include 'other.php'; $x = 'after';`, 'after'],
    [`<?php $x = 'a'; return; $x = 'b';`, 'a'],
    [`<?php $x = 'a'; unset($x);`, 'absent'],
    [`<?php $y = 'a';`, 'absent'],
  ])('%s', async (source, expected) => {
    expect(await x(source)).toBe(expected);
  });
});

describe('what only a running PHP knows', () => {
  it.each([
    `<?php $x = "ab$cd";`,
    `<?php $x = "{$cd}";`,
    `<?php $x = <<<E\n$cd\nE;\n`,
    `<?php $x = getenv('DB');`,
    `<?php $x = getenv('DB') ?: 'a';`,
    `<?php if ($a) { $x = 'a'; } else { $x = 'b'; }`,
    `<?php $x = 'a'; if ($a) $x = 'b';`,
    `<?php $x = 'a'; include 'other.php';`,
    `<?php include 'other.php';`,
    `<?php if ($a) return; $x = 'a';`,
    `<?php $x = 'a'; $$name = 'b';`,
    `<?php $x = 'a'; $y = &$x; $y = 'b';`,
    `<?php $x = 'a'; preg_match('/a/', 'a', $x);`,
    `<?php $x = 'a'; function f() { global $x; $x = 'b'; } f();`,
    `<?php $x = 'a'; (function () use (&$x) { $x = 'b'; })();`,
    `<?php $x = 'a'; function f() { $GLOBALS['x'] = 'b'; } f();`,
    `<?php $x = 'a'; eval('$x = 1;');`,
    `<?php $x = 'a'; foreach ([1] as $x) {}`,
    `<?php $x = 'a'; [$x] = ['b'];`,
    `<?php $x = 'a'; extract($_ENV);`,
    `<?php $x = UNKNOWN_CONSTANT;`,
    `<?php $x = $_SERVER['DB'];`,
    `<?php $x = 1 + 2;`,
    `<?php $x = 1.5;`,
    `<?php $x ??= 'a';`,
    `<?php if ($a) define('A', 'x'); $x = A;`,
    `<?php $x = ['a'];`,
    `<? $x = 'a';`,
    `<?php $x = 'a'; goto end; $x = 'b'; end:`,
    `<?php $x = "\\xE9";`,
    `<?php static $x = 'a';`,
    `<?php $x = 'a'; $y = [&$x]; $y[0] = 'b';`,
    `<?php $x = 'a'; if ($a) { $y = &$x; } $y = 'b';`,
    `<?php $a = ['l']; foreach ($a as &$x) {} $x = 'b';`,
    `<?php $x = 'a'; new class($x) { function __construct(&$r) { $r = 'b'; } };`,
    `<?php $x = 'a'; call_user_func('extract', ['x' => 'b']);`,
    `<?php include 'other.php'; $x['k'] = 'a';`,
    `<?php $GLOBALS['x'] = 'a'; $x['k'] = 'b';`,
    `<?php define('E_ALL', 'a'); $x = E_ALL;`,
    `<?php const PHP_OS = 'a'; $x = PHP_OS;`,
    `<?php define('CURLOPT_URL', 'a'); $x = CURLOPT_URL;`,
    `<?php define('MYSQLI_ASSOC', 'a'); $x = MYSQLI_ASSOC;`,
    `<?php define('True', 'a'); $x = True . UNKNOWN;`,
    `<?php define('A', 'a'); call_user_func($f, 'x'); $x = A;`,
    `<?php call_user_func('define', 'A', 'b'); define('A', 'a'); $x = A;`,
    `<?php $x = 'a'; call_user_func($f, 'b');`,
    `<?php $x = 'a'; call_user_func_array('parse_str', ['x=b']);`,
    `<?php $x = 'a'; call_user_func_array('f', [&$x]);`,
    `<?php $x = 'a'; new Other($x);`,
    `<?php $x = 'a'; new $class($x);`,
    `<?php $x = 'a'; parse_str('x=b');`,
    `<?php $x = 'a'; mb_parse_str('x=b');`,
    `<?php $x = 'a'; parse_str('b', $x);`,
    `<?php $x = 'a'; str_replace('a', 'b', 'c', $x);`,
    `<?php $x = 'a'; ?><?x $x = 'b'; ?>`,
    `<?php $x = <<<E\nE . "a";\n$y = <<<E\nE;\n`,
  ])('%s', async (source) => {
    expect(await x(`${source}${source.endsWith(':') ? ';' : ''}`)).toMatch(/^dynamic: ./);
  });

  it('says when the password is cut by a dollar', async () => {
    const held = (await parse(`<?php $db_password = "ab$cd";`)).variable('db_password');
    expect(held?.value).toMatchObject({ is: 'dynamic', interpolated: true });
  });
});

describe('arrays', () => {
  it('are built by literals and by assignments to their places', async () => {
    const file = await parse(`<?php
      $session_handling = array('serviceProvider' => '\\\\WHMCS\\\\Session\\\\Database\\\\ServiceProvider', 'database' => ['lifetime' => 60, 'x' => f()]);
      $session_handling['database']['connectionAlias'] = 'sessions';
      $list[] = 'a'; $list[] = 'b';`);
    const value = file.variable('session_handling')?.value;
    if (value?.is !== 'array') throw new Error('no array');
    expect(value.entries.get('serviceProvider')).toEqual({ is: 'string', value: '\\WHMCS\\Session\\Database\\ServiceProvider' });
    const database = value.entries.get('database');
    if (database?.is !== 'array') throw new Error('no inner array');
    expect([...database.entries.keys()]).toEqual(['lifetime', 'x', 'connectionAlias']);
    expect(database.entries.get('x')?.is).toBe('dynamic');
    expect(file.variable('list')?.value).toEqual({
      is: 'array',
      entries: new Map([
        ['0', { is: 'string', value: 'a' }],
        ['1', { is: 'string', value: 'b' }],
      ]),
    });
  });
});

describe('output', () => {
  it.each([
    [`<?php $x = 1;`, null, false],
    [`\uFEFF<?php $x = 1;`, 'bom', false],
    [`\n<?php $x = 1;`, 'text', false],
    [`<?php $x = 1; ?>\n`, null, false],
    [`<?php $x = 1; ?>\r\n`, null, false],
    [`<?php $x = 1; ?>\n\n`, null, true],
    [`<?php $x = 1; ?> `, null, true],
    [`<?php $x = 1; // ?>\nvisible`, null, true],
    [`<?php $x = '?>';`, null, false],
  ] as const)('%j', async (source, before, after) => {
    const file = await parse(source);
    expect([file.outputBefore, file.outputAfter]).toEqual([before, after]);
  });
});

describe('what it does to PHP', () => {
  it('lists overrides and settings, also inside conditions', async () => {
    const file = await parse(`<?php
      $_SERVER['HTTPS'] = 'on';
      if ($a) { $_SERVER["REMOTE_ADDR"] = $_SERVER['HTTP_CF_CONNECTING_IP']; }
      $_SERVER[SERVER_ADDR] = '192.0.2.1';
      ini_set('session.gc_maxlifetime', 3600);
      @session_save_path(__DIR__ . '/s');
      ini_set($a, 1);
      function f() { ini_set('never', '1'); }`);
    expect(file.serverOverrides).toEqual([
      { key: 'HTTPS', line: 2 },
      { key: 'REMOTE_ADDR', line: 3 },
      { key: 'SERVER_ADDR', line: 4 },
    ]);
    expect(file.runtimeSettings).toEqual([
      { name: 'session.gc_maxlifetime', value: '3600', line: 5 },
      { name: 'session_save_path', value: '/var/www/whmcs/s', line: 6 },
      { name: 'ini_set', value: null, line: 7 },
    ]);
    expect(file.names).toEqual([]);
  });
});

describe('broken files', () => {
  it.each([
    [`<?php\n$x = 'open;\n$y = 'b';\n`, 3],
    [`<?php\n$x = "open;\n`, 2],
    [`<?php\n/* open\n$x = 1;`, 2],
    [`<?php\n$x = <<<E\nopen\n`, 2],
    [`<?php\n$autoauthkey = "abc"\n`, 2],
    [`<?php\n$x = 'a'\n$y = 'b';\n`, 3],
    [`<?php\nif ($a) { $x = 1;\n`, 3],
    [`<?php $x = 'a\0';`, 1],
  ])('%j', async (source, line) => {
    const failed = await parse(source).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(LookFailed);
    expect(failed).toMatchObject({ gap: 'malformed' });
    expect((failed as LookFailed).why).toContain(`line ${line}`);
  });

  it('never quote what stands in the file', async () => {
    await expect(parse(`<?php $db_password = 'secret' 'hunter2';`)).rejects.toMatchObject({
      why: expect.not.stringContaining('hunter2') as string,
    });
  });
});

describe('what else is secret in the file', () => {
  it.each([
    [`array('password', 'username')`, []],
    [`['bypass' => 'true', 'compass' => 'north']`, []],
    [`['password' => 'none']`, []],
    [`define('SMTP_PASSWORD', 'hunter')`, ['hunter']],
    [`['dbPass' => 'hunter', 'db_pass' => 'gatherer']`, ['hunter', 'gatherer']],
    [`define("API_KEY", "Zq8Wx3Kt7Lm1")`, ['Zq8Wx3Kt7Lm1']],
  ])('%s', async (source, expected) => {
    expect((await parse(`<?php $x = 1; ${source};`)).otherSecrets).toEqual(expected);
  });
});
