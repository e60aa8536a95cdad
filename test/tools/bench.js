// npm run bench [-- NAME]: ratios of interleaved runs, never absolute times. BENCH_STRICT=1 fails on a ratio 25 % over its bound.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian.js';
import { ensureBuild, ensurePackages, top } from './install.js';

ensurePackages();
ensureBuild();

const bin = join(top, 'bin/whmcs-doctor.js');
const name = process.argv[2] ?? null;
const results = [];

function row(bench, figure, value, bound, unit = '×') {
  results.push({ bench, figure, value, bound, over: value > bound * 1.25 });
  console.log(
    `${bench.padEnd(10)} ${figure.padEnd(44)} ${value.toFixed(2).padStart(8)} ${unit.padEnd(3)} bound ${bound} ${unit}${value > bound ? '  OVER' : ''}`,
  );
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function wall(args) {
  const began = process.hrtime.bigint();
  spawnSync(process.execPath, args, { stdio: 'ignore', env: { ...process.env, NO_COLOR: '1' } });
  return Number(process.hrtime.bigint() - began) / 1e6;
}

function largeLog(folder) {
  const log = join(folder, 'large.log');
  const patterns = join(folder, 'patterns');
  const { messages, sentences } = JSON.parse(readFileSync(join(top, 'dist/triage.json'), 'utf8'));
  writeFileSync(patterns, [...messages, ...sentences].flatMap(({ literals }) => literals).join('\n'));
  const megabyte = logLines(1e6);
  const file = openSync(log, 'w');
  for (let at = 0; at < 100; at += 1) {
    writeSync(file, megabyte);
    if (at % 30 === 5)
      writeSync(file, 'PHP Warning:  session_start(): open(/s/sess_abc, O_RDWR) failed: Permission denied (13) in /x.php on line 3\n');
  }
  closeSync(file);
  const ratios = [];
  for (let round = 0; round < 6; round += 1) {
    const grep = timed('grep', ['-c', '-i', '-F', '-f', patterns, log], { LC_ALL: 'C' }).ms;
    const ratio = timed(process.execPath, [bin, 'triage', '-q', log]).ms / grep;
    if (round > 0) ratios.push(ratio);
  }
  row('triage', '100 MB log : grep -c -i -F -f', median(ratios), 1.5);
  row('triage', '100 MB log, largest process', peak([log]) / 1024, 120, 'MiB');
  row('triage', '100 MB log from a pipe, largest process', peak(['-'], log) / 1024, 120, 'MiB');
}

/** Lines as web servers and PHP write them, the same each time. */
function logLines(bytes) {
  const kinds = [
    (n) =>
      `203.0.113.${n % 250} - - [22/Nov/2026:07:59:${n % 60} +0000] "GET /clientarea.php?action=details&id=${n} HTTP/1.1" 200 ${n * 7} "https://billing.example.com/" "Mozilla/5.0 (X11; Linux x86_64)"`,
    (n) =>
      `[22-Nov-2026 07:59:${n % 60} UTC] PHP Notice:  Undefined index: cart_${n} in /var/www/whmcs/modules/addons/thing/hooks.php on line ${n % 900}`,
    (n) =>
      `2026/11/22 07:59:${n % 60} [error] ${n}#0: *${n} open() "/var/www/whmcs/wp-login.php" failed (2: No such file or directory), client: 198.51.100.${n % 250}, server: billing.example.com`,
    (n) =>
      `#${n % 20} /var/www/whmcs/vendor/illuminate/support/Collection.php(${n % 900}): Illuminate\\Support\\Collection->each(Object(Closure))`,
  ];
  let text = '';
  for (let n = 0; text.length < bytes; n += 1) text += `${kinds[n % kinds.length](n)}\n`;
  return text;
}

const to = (unit) => (bytes) => unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit))).slice(0, bytes);
const json = (text) => (bytes) => `${JSON.stringify({ text: text(500_000) })}\n`.repeat(Math.ceil(bytes / 500_000));

/** Each with what makes so many bytes of it. */
const hostileTexts = [
  ['one line', to('a b c ')],
  ['one word', to('a')],
  ['all newlines', to('\n')],
  ['one word repeated', to('session ')],
  ['nested brackets', (bytes) => '('.repeat(bytes / 2) + ')'.repeat(bytes / 2)],
  ['nested quotes', to(`"'`)],
  ['nested entities', (bytes) => `&${to('amp;')(bytes)}`],
  ['unclosed tags', to('<a ')],
  ['combining marks', to('\u0301')],
  ['digits and dots', to('1.2.3.')],
  ['words of a phrase repeated', to('invalid login details please try again ')],
  ['a message repeated in one line', to('o_rdwr) failed: permission denied ')],
  ['a message on every line', to('o_rdwr) failed: permission denied\n')],
  ['a message that needs more, in one line', to('disk quota exceeded ')],
  ['beginnings of a message', to('o_rdwr) failed: permission ')],
  ['windows-1252', (bytes) => Buffer.alloc(bytes, 0xe9)],
  ['JSON, deeply nested', (bytes) => `${'['.repeat(250_000)}${']'.repeat(250_000)}\n`.repeat(bytes / 500_000) + '{"text":"a"}', '--jsonl'],
  ['JSON, one line', (bytes) => `${'['.repeat(bytes)}\n{"text":"a"}`, '--jsonl'],
  ['JSON, long texts', json(to('session ')), '--jsonl'],
];

/** Twice the input should take at most twice the time, the program's start aside; the worst of 2, 4 and 8 MB against half of it. */
function growing(folder, label, text, args) {
  const file = join(folder, 'hostile');
  const times = [1, 2, 4, 8].map((megabytes) => {
    writeFileSync(file, text(megabytes * 1e6));
    return Math.min(...[1, 2, 3].map(() => timed(process.execPath, [bin, 'triage', ...(args.length > 0 ? args : ['-q']), file]).ms));
  });
  const ratio = Math.max(...times.slice(1).map((time, at) => time / times[at]));
  row('triage', `${label}: 8 MB take ${Math.round(times[3])} ms; twice : once`, ratio, 2);
}

function timed(command, args, environment = {}) {
  const began = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, ...environment } });
  if (status === null || status > 1) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.slice(-300)}`);
  return { ms: Number(process.hrtime.bigint() - began) / 1e6 };
}

/** Kilobytes of the largest moment, as the program itself sees it at its end. */
function peak(args, input = null) {
  const report = "process.on('exit', () => require('node:fs').writeSync(2, `\\n${process.resourceUsage().maxRSS}`))";
  const preload = `data:text/javascript,import { createRequire } from 'node:module'; const require = createRequire('/'); ${encodeURIComponent(report)}`;
  const quoted = [process.execPath, '--import', preload, bin, 'triage', '-q', ...args]
    .map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`)
    .join(' ');
  const { stderr } = spawnSync('sh', ['-c', input === null ? quoted : `cat '${input}' | ${quoted}`], { encoding: 'utf8' });
  return Number(stderr.trim().split('\n').at(-1));
}

const benches = {
  /** Starts of the program against a bare Node, in turn: the machine's speed drifts, the ratio of a pair does not. */
  start() {
    const commands = [
      ['--version', [bin, '--version'], 1.3],
      ['list', [bin, 'list'], 2],
      ['explain session-path-missing', [bin, 'explain', 'session-path-missing'], 2],
      ['triage --text', [bin, 'triage', '--text', 'after logging in I am sent back to the login page'], 2],
      ['demo', [bin, 'demo'], 4],
    ];
    const ratios = new Map(commands.map(([label]) => [label, []]));
    for (let round = 0; round < 16; round += 1) {
      const bare = wall(['-e', '0']);
      for (const [label, args] of commands) {
        const ratio = wall(args) / bare;
        if (round > 0) ratios.get(label).push(ratio);
      }
    }
    for (const [label, , bound] of commands) row('start', `${label} : node -e 0`, median(ratios.get(label)), bound);
  },

  /** A large log against grep with the same texts, the room that it takes, and inputs made to be slow: twice the input, about twice the time. */
  triage() {
    const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-bench-'));
    try {
      largeLog(folder);
      for (const [label, text, ...args] of hostileTexts) growing(folder, label, text, args);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },

  /** A whole check of the healthy lab, one with every network target silent, and the largest process of each. */
  async check() {
    if (!ensureDebianPackages()) process.exit(1);
    const { runInLab } = await import('./in-lab.js');
    const done = await runInLab('test/bench/lab.ts');
    const lines = done.stdout.split('\n').filter((line) => line.startsWith('{'));
    if (done.status !== 0 || lines.length === 0) {
      console.error('the lab did not run');
      process.exit(1);
    }
    for (const line of lines) {
      const { figure, value, bound, unit } = JSON.parse(line);
      row('check', figure, value, bound, unit);
    }
  },
};

console.log(
  `${new Date().toISOString().slice(0, 10)}  Node ${process.versions.node}  ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
);
for (const [label, bench] of Object.entries(benches)) if (name === null || name === label) await bench();
process.exit(process.env.BENCH_STRICT === '1' && results.some((result) => result.over) ? 1 : 0);
