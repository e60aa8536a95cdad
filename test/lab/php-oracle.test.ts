/** What the readers of configuration.php and php.ini say, compared with what PHP itself says, on generated files. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfigurationPhp } from '../../src/parse/configuration-php.js';
import { parsePhpIni } from '../../src/parse/php-ini.js';
import type { PhpValue } from '../../src/parse/php-literal.js';

const php = '/usr/bin/php8.2';
let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'php-oracle-')));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** One PHP process for many files: JSON per file, strings as hexadecimal bytes; null where PHP cannot read it. */
const script = `
function enc($v) { if (is_string($v)) return 's:' . bin2hex($v); if (is_array($v)) { $o = ['a' => []]; foreach ($v as $k => $w) $o['a'][] = [bin2hex((string)$k), enc($w)]; return $o; }
  if (is_bool($v)) return $v ? 'b:1' : 'b:0'; if (is_int($v)) return 'i:' . $v; if ($v === null) return 'n'; return '?'; }
function load($__f) { $GLOBALS['__before'] = 1; ob_start(); try { include $__f; } catch (\\Throwable $e) { ob_end_clean(); return $e instanceof \\ParseError ? null : false; } ob_end_clean();
  $r = get_defined_vars(); unset($r['__f'], $r['e']); $o = []; foreach ($r as $k => $v) $o[bin2hex($k)] = enc($v); return (object)$o; }
error_reporting(0);
foreach (explode("\\0", rtrim(stream_get_contents(STDIN), "\\0")) as $f) echo json_encode(load($f)), "\\n";`;

function askPhp(sources: readonly string[]): readonly unknown[] {
  const files = sources.map((source, i) => {
    const file = path.join(folder, `c${i}.php`);
    writeFileSync(file, Buffer.from(source, 'latin1'));
    return file;
  });
  const out = execFileSync(php, ['-n', '-d', 'opcache.enable_cli=0', '-r', script], { input: files.join('\0'), maxBuffer: 1 << 26 });
  return out
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function encoded(value: PhpValue): unknown {
  const hex = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('hex');
  switch (value.is) {
    case 'string':
      return `s:${hex(value.value)}`;
    case 'int':
      return `i:${value.value}`;
    case 'bool':
      return value.value ? 'b:1' : 'b:0';
    case 'null':
      return 'n';
    case 'array':
      return { a: [...value.entries].map(([key, entry]) => [hex(key), encoded(entry)]) };
    case 'dynamic':
      return 'dynamic';
  }
}

/** Whether what was read agrees with PHP wherever it claims to know. */
function agrees(ours: unknown, theirs: unknown): boolean {
  if (ours === 'dynamic') return true;
  if (typeof ours === 'string') return ours === theirs;
  const mine = (ours as { a: [string, unknown][] }).a;
  const other = (theirs as { a?: [string, unknown][] } | null)?.a;
  return (
    other !== undefined &&
    mine.length === other.length &&
    mine.every(([key, value], i) => key === other[i]?.[0] && agrees(value, other[i]?.[1]))
  );
}

const piece = fc.constantFrom(
  'a',
  '$b',
  '\\',
  '\\n',
  '\\x4',
  '\\u{e9}',
  '\\101',
  '{',
  '}',
  '{$b}',
  '${b}',
  '"',
  "'",
  ' ',
  '$',
  '\xe9',
  '\xc3\xa9',
  '\\$',
  '\\\\',
  '1',
  '\n',
  '?>',
  '//',
  '#',
  '/*',
);
const body = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
const literal = fc.oneof(
  body.map((text) => `'${text}'`),
  body.map((text) => `"${text}"`),
  body.map((text) => `<<<E\n  ${text.replaceAll('\n', '\n  ')}\n  E`),
  body.map((text) => `<<<'E'\n${text}\nE`),
  fc.constantFrom(
    '1',
    '0x1f',
    '017',
    '0b11',
    '1_0',
    '1.5',
    '-3',
    'true',
    'FALSE',
    'null',
    '__DIR__',
    'dirname(__FILE__)',
    '[]',
    "['k' => 'v', 5 => 'w', 'x']",
    "array('a', 'b')",
    '$a',
    '$b',
    '$c',
    "$a['k']",
    'K',
    'PHP_VERSION',
    "getenv('HOME')",
    '!true',
  ),
);
const expression = fc.array(literal, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' . '));
const name = fc.constantFrom('$a', '$b', '$c');
const statement = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, expression).map(([to, from]) => `${to} = ${from};`) },
  fc.tuple(name, expression).map(([to, from]) => `${to} .= ${from};`),
  fc.tuple(name, expression).map(([to, from]) => `${to} ??= ${from};`),
  fc.tuple(name, name, expression).map(([to, also, from]) => `${to} = ${also} = ${from};`),
  fc.tuple(name, expression).map(([to, from]) => `${to}['k'] = ${from};`),
  fc.tuple(name, expression).map(([to, from]) => `${to}[] = ${from};`),
  fc.tuple(name, literal).map(([to, from]) => `if (PHP_SAPI == 'cli') { ${to} = ${from}; } else { ${to} = 'no'; }`),
  fc.tuple(name, name).map(([to, from]) => `${to} = &${from};`),
  name.map((of) => `unset(${of});`),
  name.map((of) => `(function () use (&${of}) { ${of} = 'changed'; })();`),
  name.map((of) => `foreach ([1, 2] as ${of}) {}`),
  name.map((of) => `if (!defined('NOPE')) { ${of} = 'x'; }`),
  literal.map((value) => `define('K', ${value});`),
  fc.constantFrom(
    "if (PHP_SAPI == 'cli') return;",
    "if (PHP_SAPI == 'x') die();",
    '// comment',
    '# c ?>text<?php',
    '/* $a = 1; */',
    "$n = 'a'; $$n = 'through a name';",
    "extract(['b' => 'extracted']);",
    "[$a, $b] = ['l', 'm'];",
    '$c++;',
    "preg_match('/x/', 'x', $a);",
    '?>\n<?php',
    "$a = 'no end",
  ),
);

describe('configuration.php', () => {
  it('never yields a value that PHP would not give, and refuses what PHP refuses', async () => {
    const sources = fc
      .sample(
        fc.array(statement, { maxLength: 7 }).map((lines) => `<?php\n${lines.join('\n')}\n`),
        { numRuns: 3000, seed: 20261122 },
      )
      .map((source, i) => source.replaceAll(/\bK\b/g, `K${i}`)); // constants outlive a file
    const answers = askPhp(sources);
    let known = 0;
    for (const [i, source] of sources.entries()) {
      const theirs = answers[i] as Record<string, unknown> | null | false;
      const file = path.join(folder, `c${i}.php`);
      const ours = await parseConfigurationPhp(Buffer.from(source, 'latin1'), file).catch(() => null);
      if (theirs === false) continue; // PHP stopped at run time: WHMCS does not run at all
      expect(ours === null, `read although PHP refuses it, or refused although PHP reads it:\n${source}`).toBe(theirs === null);
      if (ours === null || theirs === null) continue;
      for (const variable of ['a', 'b', 'c']) {
        const held = ours.variable(variable);
        const real = theirs[Buffer.from(variable).toString('hex')];
        const said = held ? encoded(held.value) : 'absent';
        if (said !== 'dynamic') known++;
        if (said === 'absent') expect(real === undefined || real === 'n', `$${variable} is said to be absent:\n${source}`).toBe(true);
        else expect(agrees(said, real), `$${variable}: ${JSON.stringify(said)} against ${JSON.stringify(real)}:\n${source}`).toBe(true);
      }
    }
    expect(known).toBeGreaterThan(1000);
  });
});

describe('php.ini', () => {
  it('reads values as PHP does, or says that it does not know', () => {
    const value = fc.oneof(
      fc.constantFrom(
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
        '"unclosed',
      ),
      fc
        .array(fc.constantFrom('a', ' ', '"', "'", ';', '\\', '1', '/', '#', '\t', ':', 'on', '-', '.', ','), { maxLength: 7 })
        .map((parts) => parts.join('')),
    );
    const sources = fc.sample(
      fc
        .array(fc.tuple(fc.constantFrom('a', 'b', 'x.y', ' c '), value), { maxLength: 4 })
        .map((lines) => lines.map(([key, text]) => `${key} = ${text}`).join('\n') + '\n'),
      { numRuns: 3000, seed: 20261122 },
    );
    const out = execFileSync(
      php,
      [
        '-n',
        '-r',
        'error_reporting(0); foreach (json_decode(stream_get_contents(STDIN)) as $s) { $r = parse_ini_string($s); echo json_encode($r === false ? null : (object)$r), "\\n"; }',
      ],
      { input: JSON.stringify(sources), maxBuffer: 1 << 26, env: {} },
    );
    const answers = out
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string> | null);
    let known = 0;
    for (const [i, source] of sources.entries()) {
      const theirs = answers[i] ?? null;
      const ours = parsePhpIni(source, 'test.ini');
      const unsure = ours.entries.some((entry) => entry.value === null);
      if (!unsure)
        expect(ours.broken !== null, `broken or not:\n${source}\n${JSON.stringify(ours)}\n${JSON.stringify(theirs)}`).toBe(theirs === null);
      if (theirs === null) continue;
      const said = Object.fromEntries(ours.entries.map((entry) => [entry.key, entry.value]));
      for (const [key, real] of Object.entries(theirs)) {
        if (said[key] === null) continue;
        known++;
        expect(said[key], `${key} in:\n${source}`).toBe(real);
      }
      expect(Object.keys(said).sort()).toEqual(Object.keys(theirs).sort());
    }
    expect(known).toBeGreaterThan(1000);
  });
});
