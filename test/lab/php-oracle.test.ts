/** What the reader of configuration.php says, compared with what PHP itself says, on generated files. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseConfigurationPhp, type ConfigurationPhp } from '../../src/parse/configuration-php.js';
import type { PhpValue } from '../../src/parse/php-literal.js';
import { factor, seed, tally } from '../fuzz/runs.js';
import { anyPhpFile, simplePhpFile, whmcsVariables } from '../support/php-files.js';

const php = '/usr/bin/php8.2';
let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'php-oracle-')));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * One PHP for a whole batch, with a child of it for each file, for constants, functions and exit outlive a file. A line of JSON each: the
 * variables with strings as hexadecimal bytes; "refused" where PHP cannot read it; "died" where it ended on the way.
 */
const script = `
function enc($v, $d = 0) { if (is_string($v)) return 's:' . bin2hex($v);
  if (is_array($v)) { if ($d > 20) return '?'; $o = ['a' => []]; foreach ($v as $k => $w) $o['a'][] = [bin2hex((string)$k), enc($w, $d + 1)]; return $o; }
  if (is_bool($v)) return $v ? 'b:1' : 'b:0'; if (is_int($v)) return 'i:' . $v; if ($v === null) return 'n'; return '?'; }
function load($__f) { include $__f; $r = get_defined_vars(); unset($r['__f']); $o = []; foreach ($r as $k => $v) $o[bin2hex($k)] = enc($v); return (object)$o; }
error_reporting(0);
set_error_handler(function () { return true; });
foreach (explode("\\0", rtrim(stream_get_contents(STDIN), "\\0")) as $f) {
  $child = pcntl_fork();
  if ($child !== 0) { pcntl_waitpid($child, $status); continue; }
  ob_start(function () { return ''; });
  $said = null;
  register_shutdown_function(function () use (&$said, $f) {
    $fatal = error_get_last()['type'] ?? 0;
    if ($said === null) $said = $fatal === E_PARSE ? '"refused"' : ($fatal === E_COMPILE_ERROR ? '"uncompiled"' : '"died"');
    while (ob_get_level() > 0) ob_end_clean();
    file_put_contents('php://fd/1', $said . "\\n");
  });
  set_time_limit(5);
  try { $said = json_encode(load($f)); } catch (ParseError $e) { $said = $e->getFile() === $f ? '"refused"' : '"died"'; } catch (Throwable $e) { $said = '"died"'; }
  exit;
}`;

type Theirs = Readonly<Record<string, unknown>> | 'refused' | 'uncompiled' | 'died';

function askPhp(sources: readonly string[]): readonly Theirs[] {
  const files = sources.map((source, i) => {
    const file = path.join(folder, `c${i}.php`);
    writeFileSync(file, Buffer.from(source, 'latin1'));
    return file;
  });
  const settings = ['opcache.enable_cli=0', 'zend.exception_ignore_args=1', 'allow_url_include=0'].flatMap((setting) => ['-d', setting]);
  const out = execFileSync(php, ['-n', ...settings, '-r', script], { input: files.join('\0'), maxBuffer: 1 << 28, env: {} });
  const answers = out
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Theirs);
  if (answers.length !== sources.length) throw new Error(`PHP answered ${answers.length} of ${sources.length} files`);
  return answers;
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

interface Compared {
  /** Sentences that say where the reader is wrong, each with its file. */
  readonly wrong: readonly string[];
  readonly known: number;
  readonly asked: number;
  /** How many files PHP read, refused, and so on. */
  readonly files: Readonly<Record<string, number>>;
}

async function compared(sources: readonly string[], variables: readonly string[]): Promise<Compared> {
  const answers = askPhp(sources);
  const wrong: string[] = [];
  const files: Record<string, number> = {};
  let known = 0;
  let asked = 0;
  for (const [i, source] of sources.entries()) {
    const theirs = answers[i] ?? 'died';
    const ours: ConfigurationPhp | null = await parseConfigurationPhp(Buffer.from(source, 'latin1'), path.join(folder, `c${i}.php`)).catch(
      () => null,
    );
    const is = typeof theirs === 'string' ? theirs : 'read';
    files[is] = (files[is] ?? 0) + 1;
    // Where PHP ends on the way WHMCS does not run at all; what it refuses only when it compiles, a reader of the syntax does not see.
    if (theirs === 'died' || theirs === 'uncompiled') continue;
    if (ours === null && theirs !== 'refused') wrong.push(`refused although PHP reads it:\n${source}`);
    if (ours !== null && theirs === 'refused' && variables.some((one) => ours.variable(one)?.value.is !== 'dynamic'))
      wrong.push(`read although PHP refuses it:\n${source}`);
    if (ours === null || typeof theirs === 'string') continue;
    for (const variable of variables) {
      const held = ours.variable(variable);
      const real = theirs[Buffer.from(variable).toString('hex')];
      const said = held ? encoded(held.value) : 'absent';
      asked++;
      if (said !== 'dynamic') known++;
      const right = said === 'absent' ? real === undefined || real === 'n' : agrees(said, real);
      if (!right) wrong.push(`$${variable}: ${JSON.stringify(said)} against ${JSON.stringify(real)}:\n${source}`);
    }
  }
  return { wrong, known, asked, files };
}

const batch = 2000;

/** Compares `count` files of a kind, a batch at a time. */
async function all(name: string, kind: fc.Arbitrary<string>, count: number, variables: readonly string[]): Promise<Compared> {
  const sources = fc.sample(kind, { numRuns: count, seed });
  const found: Compared[] = [];
  await tally(name, count, async () => {
    for (let at = 0; at < sources.length; at += batch) found.push(await compared(sources.slice(at, at + batch), variables));
  });
  const files: Record<string, number> = {};
  for (const one of found) for (const [is, times] of Object.entries(one.files)) files[is] = (files[is] ?? 0) + times;
  const sum = (of: (one: Compared) => number): number => found.reduce((total, one) => total + of(one), 0);
  return { wrong: found.flatMap(({ wrong }) => wrong), known: sum(({ known }) => known), asked: sum(({ asked }) => asked), files };
}

it('never yields a value that PHP would not give, and refuses what PHP refuses', { timeout: 120_000 * factor }, async () => {
  const { wrong, known, asked, files } = await all('configuration.php, anything', anyPhpFile, 500 * factor, ['a', 'b', 'c', 'd']);
  expect(wrong.toSorted((a, b) => a.length - b.length).slice(0, 5)).toEqual([]);
  // a generator whose files nobody reads proves nothing
  expect(files['read']).toBeGreaterThan(120 * factor);
  expect(known / asked).toBeGreaterThan(0.2);
});

it('knows nearly all of what ordinary files say', { timeout: 120_000 * factor }, async () => {
  const { wrong, known, asked, files } = await all('configuration.php, ordinary', simplePhpFile, 150 * factor, whmcsVariables);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(files).toEqual({ read: 150 * factor });
  expect(known / asked).toBeGreaterThan(0.95);
});
