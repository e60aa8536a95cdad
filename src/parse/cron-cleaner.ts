/** Commands of cron that delete session files: `find … sess_* … -delete`, `rm … sess_*`, tmpwatch and tmpreaper. */
import { normalPath } from './config-source.js';
import { afterCd, type Stand } from './shell-folder.js';

export interface CronCleaner {
  /** 1 for the first line. */
  readonly line: number;
  readonly program: 'find' | 'rm' | 'tmpwatch' | 'tmpreaper';
  readonly folders: readonly string[];
  /** Deletes what was idle for this long, seconds; 0: whatever it finds; null: not to be read. */
  readonly afterSeconds: number | null;
  /** Looks into this many levels below the folder; null: all. */
  readonly maxDepth: number | null;
}

const maxLines = 5000;
const maxLine = 4000;

/** In a crontab or a script that cron runs. Comments do not count; a continued line is one. */
export function parseCronCleaners(text: string): readonly CronCleaner[] {
  const found: CronCleaner[] = [];
  let continued = '';
  for (const [index, raw] of text.split('\n').slice(0, maxLines).entries()) {
    const line = continued + raw.slice(0, maxLine);
    continued = line.endsWith('\\') && line.length < maxLine ? line.slice(0, -1) : '';
    if (continued !== '' || /^\s*#/.test(line)) continue;
    const piped = /\|\s*xargs\s[^;&|]*\b(?:rm|unlink)\b/.test(line);
    let stand: Stand = { folder: null, home: '~' };
    for (const command of line.split(/[;&|]+(?=\s|$)/)) {
      const words = command.match(/"[^"]*"|'[^']*'|[^\s"']+/g)?.map((word) => word.replace(/^(["'])(.*)\1$/, '$2')) ?? [];
      const cd = words.lastIndexOf('cd');
      if (cd >= 0) stand = afterCd(words.slice(cd + 1), stand);
      const cleaner = fromFind(words, piped, stand) ?? fromRemove(words, stand) ?? fromWatch(words);
      if (cleaner) found.push({ line: index + 1, ...cleaner });
    }
  }
  return found;
}

type Found = Omit<CronCleaner, 'line'>;

/** `.` and what is below it, where `cd` went before. */
function placed(path: string, { folder }: Stand): string | null {
  if (path.startsWith('/')) return path;
  return folder?.startsWith('/') === true && !/^[-(!$~]/.test(path) ? normalPath(path, folder) : null;
}

function fromFind(words: readonly string[], piped: boolean, stand: Stand): Found | null {
  const at = words.findIndex((word) => /(?:^|\/)find$/.test(word));
  if (at < 0) return null;
  const args = words.slice(at + 1);
  const first = args.findIndex((arg) => /^-(?![HLPDO])|^[(!]/.test(arg));
  const written = (first < 0 ? args : args.slice(0, first)).filter((arg) => !arg.startsWith('-'));
  const folders = (written.length === 0 ? ['.'] : written).flatMap((arg) => placed(arg, stand) ?? []);
  const deletes =
    args.includes('-delete') || (args.some((arg) => /^-(?:exec|ok)/.test(arg)) && args.some((arg) => /(?:^|\/)(?:rm|unlink)$/.test(arg)));
  const name = valueAfter(args, '-name') ?? valueAfter(args, '-iname');
  const matches = name === null || /^\*?sess|^\*$/.test(name);
  if (folders.length === 0 || !matches || !(deletes || piped)) return null;
  const depth = Number(valueAfter(args, '-maxdepth') ?? Number.NaN);
  return {
    program: 'find',
    folders: folders.map(plainFolder),
    afterSeconds: findAge(args),
    maxDepth: Number.isInteger(depth) ? depth : null,
  };
}

/** What says nothing about whose session it is. */
const ageless = /^-(?:i?name|type|(?:max|min)depth|depth|delete|exec(?:dir)?|ok(?:dir)?|print0?|mount|xdev)$/;

function findAge(args: readonly string[]): number | null {
  const exec = args.findIndex((arg) => /^-(?:exec|ok)/.test(arg));
  const tests = args.slice(0, exec < 0 ? args.length : exec).filter((arg) => /^(?:-[a-z]|[(!])/.test(arg));
  if (tests.every((test) => ageless.test(test))) return 0;
  for (const [option, unit] of [['min', 60] as const, ['time', 86_400] as const]) {
    for (const clock of ['c', 'm', 'a']) {
      const value = valueAfter(args, `-${clock}${option}`);
      const found = /^\+(\d{1,7})$/.exec(value ?? '');
      // find counts whole units that have passed: "+24" is more than 24 of them, and "+1" day two of them.
      if (found) return (Number(found[1]) + (option === 'time' ? 1 : 0)) * unit;
    }
  }
  return null;
}

/** Whatever their age: visitors' own sessions with them. */
function fromRemove(words: readonly string[], stand: Stand): Found | null {
  const at = words.findIndex((word) => /(?:^|\/)rm$/.test(word));
  if (at < 0) return null;
  const files = words.slice(at + 1).flatMap((word) => (/(?:^|\/)sess_?\*$/.test(word) ? (placed(word, stand) ?? []) : []));
  return files.length === 0 ? null : { program: 'rm', folders: files.map(plainFolder), afterSeconds: 0, maxDepth: 1 };
}

function fromWatch(words: readonly string[]): Found | null {
  const at = words.findIndex((word) => /(?:^|\/)(?:tmpwatch|tmpreaper)$/.test(word));
  if (at < 0) return null;
  const program = words[at]?.endsWith('tmpreaper') ? 'tmpreaper' : 'tmpwatch';
  const args = words.slice(at + 1).filter((arg) => !arg.startsWith('-'));
  const folders = args.filter((arg) => arg.startsWith('/')).map(plainFolder);
  const age = /^(\d{1,6})([smhd]?)$/.exec(args.find((arg) => /^\d/.test(arg)) ?? '');
  if (folders.length === 0) return null;
  // Both count hours where no unit stands.
  const unit = { s: 1, m: 60, h: 3600, d: 86_400, '': 3600 }[age?.[2] ?? ''] ?? 3600;
  return { program, folders, afterSeconds: age ? Number(age[1]) * unit : null, maxDepth: null };
}

function valueAfter(args: readonly string[], option: string): string | null {
  const at = args.indexOf(option);
  return at < 0 ? null : (args[at + 1] ?? null);
}

/** Without a closing slash and what a shell would fill in. */
function plainFolder(folder: string): string {
  const plain = folder.replace(/\/+$/, '').replace(/\/[^/]*[*?[][^/]*$/, '');
  return plain === '' ? '/' : plain;
}
