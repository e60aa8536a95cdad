// A large log against grep with the same texts, the room that it takes, and inputs made to be slow: twice the input, about twice the time.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { againstGrep, largeLog } from './large-log.js';
import { bin, timed } from './program.js';
import { row } from './rows.js';

export function triage() {
  const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-bench-'));
  try {
    const log = largeLog(folder, 100);
    row('triage', '100 MB log : grep -c -i -F -f', againstGrep(log, 5), 1.5);
    row('triage', '100 MB log, largest process', peak([log]) / 1024, 120, 'MiB');
    row('triage', '100 MB log from a pipe, largest process', peak(['-'], log) / 1024, 120, 'MiB');
    for (const [label, text, ...args] of hostileTexts) growing(folder, label, text, args);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
  console.log(`          ${label}: 8 MB take ${Math.round(times[3])} ms`);
  row('triage', `${label}, 1 to 8 MB: twice : once`, ratio, 2);
}

/** Kilobytes of the largest moment, as the program itself sees it at its end. */
export function peak(args, input = null) {
  const report = "process.on('exit', () => require('node:fs').writeSync(2, `\\n${process.resourceUsage().maxRSS}`))";
  const preload = `data:text/javascript,import { createRequire } from 'node:module'; const require = createRequire('/'); ${encodeURIComponent(report)}`;
  const quoted = [process.execPath, '--import', preload, bin, 'triage', '-q', ...args]
    .map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`)
    .join(' ');
  const { stderr } = spawnSync('sh', ['-c', input === null ? quoted : `cat '${input}' | ${quoted}`], { encoding: 'utf8' });
  return Number(stderr.trim().split('\n').at(-1));
}
